// @ts-check
// Finds or installs a real VS Code for the tests: the download of @vscode/test-electron, else code-server.
import { get } from 'node:https';
import { cacheFolder, withLock } from './cache.mjs';
import { provisionCodeServer } from './code-server.mjs';
import { canInstallDebianPackages, ensureDebianPackages } from './debian.mjs';

/** The VS Code version of the tests, also in code-server 4.139.1. */
const VSCODE_VERSION = '1.139.1';

/** The site that @vscode/test-electron downloads from; tried first, to detect a closed network within seconds. */
const DOWNLOAD_SITE = 'https://update.code.visualstudio.com/api/releases/stable';

/** Milliseconds to wait for the download site. */
const ANSWER_PATIENCE = 10_000;

/** VS Code's desktop build needs these on a Debian without a desktop. */
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
 * @throws {Error} with all attempts, their errors and what a person can do
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
      console.log(`No VS Code from ${name}: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
    }
  }
  throw new Error(
    `No VS Code for the tests:\n${attempts.join('\n')}\n` +
      'Give the machine access to the download site, or to the npm registry and, for code-server, g++, make,\n' +
      'python3 and libkrb5-dev.',
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
