// @ts-check
/**
 * A real VS Code for the tests: the ordinary download of @vscode/test-electron where it works, else code-server.
 * Which of the two it became is a value that test/extension/hosts knows how to start.
 */
import { get } from 'node:https';
import { cacheFolder, withLock } from './cache.mjs';
import { provisionCodeServer } from './code-server.mjs';
import { canInstallDebianPackages, ensureDebianPackages } from './debian.mjs';

/** The VS Code that the tests run in; code-server 4.139.1 holds the very same. */
const VSCODE_VERSION = '1.139.1';

/** Where @vscode/test-electron downloads from; asked first, so that a closed network is known in seconds. */
const DOWNLOAD_SITE = 'https://update.code.visualstudio.com/api/releases/stable';

/** How long the download site may take to answer, in milliseconds. */
const ANSWER_PATIENCE = 10_000;

/** What VS Code's desktop build needs to start on a Debian without a desktop. */
const DISPLAY_PACKAGES = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libgbm1',
  'libasound2',
  'libxkbfile1',
  'libsecret-1-0',
];

/**
 * @typedef {{ kind: 'electron', executable: string, version: string }
 *         | { kind: 'code-server', node: string, entry: string }} VSCode
 */

/**
 * Finds a VS Code in the cache or installs one there.
 * RECEPTIVE_VSCODE=electron or =code-server allows only that one.
 * @returns {Promise<VSCode>}
 * @throws {Error} saying what was tried, what each answered and what a person can do
 */
export async function provisionVSCode() {
  const only = process.env.RECEPTIVE_VSCODE;
  const routes = /** @type {[string, () => Promise<VSCode>][]} */ ([
    ['electron', provisionElectron],
    ['code-server', async () => ({ kind: 'code-server', ...(await provisionCodeServer()) })],
  ]).filter(([name]) => !only || only === name);
  const attempts = [];
  for (const [name, provision] of routes) {
    try {
      return await provision();
    } catch (error) {
      attempts.push(`- ${name}: ${/** @type {Error} */ (error).message}`);
      console.log(`VS Code by way of ${name} is not to be had: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
    }
  }
  throw new Error(
    `No VS Code could be had for the tests:\n${attempts.join('\n')}\n` +
      'Give the machine access to the download site or to the npm registry (for code-server: with g++, make, python3 and libkrb5-dev).',
  );
}

/** @returns {Promise<VSCode>} */
async function provisionElectron() {
  await expectAnswer(DOWNLOAD_SITE);
  return withLock('vscode', async () => {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    console.log(`finding or downloading VS Code ${VSCODE_VERSION}`);
    const executable = await downloadAndUnzipVSCode({ version: VSCODE_VERSION, cachePath: cacheFolder() });
    if (process.platform === 'linux' && !process.env.DISPLAY && canInstallDebianPackages()) {
      await ensureDebianPackages(DISPLAY_PACKAGES);
    }
    return { kind: 'electron', executable, version: VSCODE_VERSION };
  });
}

function expectAnswer(/** @type {string} */ address) {
  return new Promise((resolve, reject) => {
    const request = get(address, { timeout: ANSWER_PATIENCE }, (response) => {
      response.resume();
      if ((response.statusCode ?? 500) < 400) resolve(undefined);
      else reject(new Error(`${address} answered ${response.statusCode}`));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_PATIENCE / 1000} s`)));
    request.on('error', (error) => reject(new Error(`${address}: ${error.message}`)));
  });
}
