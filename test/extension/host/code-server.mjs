// @ts-check
// Starts code-server, a VS Code whose workbench is a web page, and drives it in Chromium; its extension host is Node.
// The page's address selects the tests in the extension host; their log and exit code come back through the two
// functions of VS Code's own smoke tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium, QUIET_FLAGS } from '../../provision/chromium.mjs';
import { runCommand } from '../../provision/command.mjs';

const START_PATIENCE = 60_000;
const TESTS_PATIENCE = 180_000;
const WINDOW = { width: 1280, height: 800 };

/** No extension gallery: the network is none of the tests' business. */
const ENVIRONMENT = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/**
 * @typedef {Extract<import('../../provision/vscode.mjs').VSCode, { kind: 'code-server' }>} CodeServer
 *
 * @param {CodeServer} vscode
 * @param {import('./host.mjs').Folders} folders
 * @param {string} vsix
 */
export async function installExtension(vscode, folders, vsix) {
  writeFileSync(join(folders.root, 'code-server.yaml'), '');
  const args = [...profile(vscode, folders), '--install-extension', vsix];
  await runCommand(vscode.node, args, { env: ENVIRONMENT, timeout: 60_000 });
}

/**
 * @param {CodeServer} vscode
 * @param {import('./host.mjs').Folders} folders with the extension installed
 * @param {boolean} trusted
 * @returns {Promise<Omit<import('./host.mjs').Host, 'workspace'>>}
 */
export async function openHost(vscode, folders, trusted) {
  const port = await freePort();
  const server = await startServer(vscode.node, [...profile(vscode, folders), ...serverArguments(port, trusted)], port);
  const executablePath = await findChromium();

  const browse = async (/** @type {boolean} */ webgpu) => {
    const args = [...QUIET_FLAGS, ...(webgpu ? CHROMIUM_FLAGS : ['--disable-gpu', '--disable-blink-features=WebGPU'])];
    const browser = await chromium.launch({ executablePath, args });
    const page = await browser.newPage({ viewport: WINDOW });
    return { browser, page };
  };

  return {
    name: 'code-server (VS Code in Chromium)',
    async openWorkbench({ webgpu = true } = {}) {
      const { browser, page } = await browse(webgpu);
      await page.goto(address(port, folders.workspace, [['skipWelcome', 'true']]), { timeout: START_PATIENCE });
      await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: START_PATIENCE });
      return { page, close: () => browser.close() };
    },
    async runTests(testsPath, onLine) {
      const { browser, page } = await browse(true);
      try {
        return await runInPage(page, port, folders, testsPath, onLine);
      } finally {
        await browser.close();
      }
    },
    async close() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    },
  };
}

function profile(/** @type {CodeServer} */ vscode, /** @type {import('./host.mjs').Folders} */ folders) {
  const config = join(folders.root, 'code-server.yaml');
  return [
    vscode.entry,
    '--config',
    config,
    '--user-data-dir',
    folders.userData,
    '--extensions-dir',
    folders.extensions,
  ];
}

/** @returns {Promise<number>} the exit code of the suite */
async function runInPage(
  /** @type {import('playwright-core').Page} */ page,
  /** @type {number} */ port,
  /** @type {import('./host.mjs').Folders} */ folders,
  /** @type {string} */ testsPath,
  /** @type {(line: string) => void} */ onLine,
) {
  const exit = new Promise((resolve) =>
    page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => resolve(code)),
  );
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
    for (const line of format(...args).split('\n')) onLine(line);
  });
  const remote = (/** @type {string} */ path) => `vscode-remote://127.0.0.1:${port}${path}`;
  await page.goto(
    address(port, folders.workspace, [
      ['extensionDevelopmentPath', remote(folders.development)],
      ['extensionTestsPath', remote(testsPath)],
      ['skipWelcome', 'true'],
    ]),
  );
  const code = await Promise.race([exit, sleep(TESTS_PATIENCE, 'timeout', { ref: false })]);
  if (code === 'timeout')
    throw new Error(`the suite in the extension host did not end within ${TESTS_PATIENCE / 1000} s`);
  return code;
}

function address(/** @type {number} */ port, /** @type {string} */ folder, /** @type {string[][]} */ payload) {
  return `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Without the smoke test driver a built VS Code ignores the test paths in the address, and no test ever runs. */
function serverArguments(/** @type {number} */ port, /** @type {boolean} */ trusted) {
  return [
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--disable-telemetry', '--disable-update-check'],
    ...(trusted ? ['--disable-workspace-trust'] : []),
    ...['--disable-getting-started-override', '--ignore-last-opened'],
    ...['--vscode-option', 'enable-smoke-test-driver'],
  ];
}

async function startServer(/** @type {string} */ node, /** @type {string[]} */ args, /** @type {number} */ port) {
  const server = spawn(node, args, { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (log = (log + chunk).slice(-4000)));
  const deadline = Date.now() + START_PATIENCE;
  while (Date.now() < deadline && server.exitCode === null) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/healthz`)).ok) return server;
    } catch {
      // it does not listen yet
    }
    await sleep(100);
  }
  server.kill('SIGTERM');
  throw new Error(`code-server did not start within ${START_PATIENCE / 1000} s; its log ends with:\n${log}`);
}

/** @returns {Promise<number>} a TCP port of this machine that nobody listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
