// @ts-check
// Finds or installs a Chromium for tests in a real browser (WebGPU, the worker server, VS Code's workbench): an
// installed one, else playwright's download, else Debian's package.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder, withLock } from './cache.mjs';
import { runCommand } from './command.mjs';
import { canInstallDebianPackages, ensureDebianPackages } from './debian.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const USUAL_PATHS = {
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** All four are needed for a WebGPU adapter on a machine without a GPU. */
export const CHROMIUM_FLAGS = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];
/** Keep a test browser off the network. Root may not use Chromium's sandbox. */
export const QUIET_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Finds an installed Chromium or Chrome without installing anything.
 * @returns {string | undefined} the executable's path
 * @throws {Error} when CHROMIUM_PATH is set but not executable
 */
export function installedChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, which cannot be run`);
    return chosen;
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)));
  const usual = USUAL_PATHS[/** @type {keyof typeof USUAL_PATHS} */ (process.platform)] ?? [];
  return [...onPath, ...usual, ...downloaded()].find(isExecutable);
}

/**
 * Finds a Chromium or installs one.
 * @returns {Promise<string>} the executable's path
 * @throws {Error} with all attempts, their errors and what a person can do
 */
export async function findChromium() {
  return installedChromium() ?? withLock('chromium', async () => installedChromium() ?? install());
}

async function install() {
  const attempts = [];
  for (const [name, attempt] of /** @type {[string, () => Promise<void>][]} */ ([
    ["playwright's download", download],
    ["Debian's package chromium", installDebianPackage],
  ])) {
    try {
      await attempt();
      const found = installedChromium();
      if (found !== undefined) return found;
      attempts.push(`- ${name}: it was installed, but no executable was found`);
    } catch (error) {
      attempts.push(`- ${name}: ${/** @type {Error} */ (error).message}`);
    }
  }
  throw new Error(
    `No Chromium or Chrome was found on this machine, and none could be installed:\n${attempts.join('\n')}\n` +
      'Install Chromium or Chrome, or set CHROMIUM_PATH to its executable.',
  );
}

/** In our cache, so that a new clone finds it. */
function downloadFolder() {
  return join(cacheFolder(), 'playwright');
}

async function download() {
  console.log(`downloading Chromium into ${downloadFolder()}`);
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const env = {
    ...process.env,
    PLAYWRIGHT_BROWSERS_PATH: downloadFolder(),
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
  };
  await runCommand(process.execPath, [cli, 'install', '--no-shell', 'chromium'], { env, label: 'Chromium' });
  if (canInstallDebianPackages()) {
    await runCommand(process.execPath, [cli, 'install-deps', 'chromium'], { env, label: "Chromium's libraries" });
  }
}

async function installDebianPackage() {
  if (!canInstallDebianPackages()) throw new Error('this is not Debian, or we are not root');
  await ensureDebianPackages(['chromium']);
}

function downloaded() {
  if (!existsSync(downloadFolder())) return [];
  const inside = [
    ['chrome-linux', 'chrome'],
    ['chrome-linux64', 'chrome'],
    ['chrome-win', 'chrome.exe'],
    ['chrome-win64', 'chrome.exe'],
    ...['chrome-mac', 'chrome-mac-arm64', 'chrome-mac-x64'].flatMap((folder) => [
      [folder, 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
      [folder, 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
    ]),
  ];
  return readdirSync(downloadFolder())
    .filter((name) => name.startsWith('chromium-'))
    .flatMap((name) => inside.map((path) => join(downloadFolder(), name, ...path)));
}

function isExecutable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
