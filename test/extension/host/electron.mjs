// @ts-check
// Starts the desktop build of VS Code, on Linux without a display under a virtual one. VS Code's test mode runs tests
// in the extension host; playwright drives the workbench, as in VS Code's smoke tests.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { _electron } from 'playwright-core';
import { CHROMIUM_FLAGS } from '../../provision/chromium.mjs';
import { runCommand } from '../../provision/command.mjs';

const START_PATIENCE = 60_000;

/**
 * @typedef {Extract<import('../../provision/vscode.mjs').VSCode, { kind: 'electron' }>} Electron
 *
 * @param {Electron} vscode
 * @param {import('./host.mjs').Folders} folders
 * @param {string} vsix
 */
export async function installExtension(vscode, folders, vsix) {
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(vscode.executable, { reuseMachineInstall: true });
  const all = [...args, ...profileOf(folders), '--install-extension', vsix];
  await runCommand(/** @type {string} */ (cli), all, { timeout: 60_000 });
}

/**
 * @param {Electron} vscode
 * @param {import('./host.mjs').Folders} folders with the extension installed
 * @param {boolean} trusted
 * @returns {Promise<Omit<import('./host.mjs').Host, 'workspace'>>}
 */
export async function openHost(vscode, folders, trusted) {
  const profile = profileOf(folders);
  const display = await openDisplay();
  // A VS Code that starts the tests is itself started by one when a developer runs them in its terminal.
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  const env = /** @type {Record<string, string>} */ ({ ...inherited, ...display.variables });
  const quiet = [
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    ...(trusted ? ['--disable-workspace-trust'] : []),
  ];

  return {
    name: `VS Code ${vscode.version} (desktop)`,
    async openWorkbench({ webgpu = true } = {}) {
      const flags = webgpu ? CHROMIUM_FLAGS : ['--disable-blink-features=WebGPU'];
      const args = [folders.workspace, ...quiet, ...profile, ...flags];
      const application = await _electron.launch({
        executablePath: vscode.executable,
        args,
        env,
        timeout: START_PATIENCE,
      });
      const page = await application.firstWindow();
      await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: START_PATIENCE });
      return { page, close: () => application.close() };
    },
    runTests(testsPath, onLine) {
      const tests = [`--extensionDevelopmentPath=${folders.development}`, `--extensionTestsPath=${testsPath}`];
      return runToEnd(
        vscode.executable,
        [folders.workspace, ...quiet, ...profile, ...CHROMIUM_FLAGS, ...tests],
        env,
        onLine,
      );
    },
    close: display.close,
  };
}

function profileOf(/** @type {import('./host.mjs').Folders} */ folders) {
  return [`--user-data-dir=${folders.userData}`, `--extensions-dir=${folders.extensions}`];
}

/** @returns {Promise<number>} the exit code */
function runToEnd(
  /** @type {string} */ executable,
  /** @type {string[]} */ args,
  /** @type {Record<string, string>} */ env,
  /** @type {(line: string) => void} */ onLine,
) {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 180_000 });
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A virtual screen where Linux has none; Xvfb chooses a free number and tells it. */
async function openDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { variables: {}, close: async () => {} };
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = await new Promise((resolve, reject) => {
    server.on('error', (error) =>
      reject(new Error(`this machine has no display and no Xvfb to make one: ${error.message}`)),
    );
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code} before it had a display`)));
    server.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
  });
  return {
    variables: { DISPLAY: `:${number}` },
    close: async () => {
      server.kill('SIGTERM');
    },
  };
}
