// @ts-check
// A VS Code with our packaged extension, for a mocha suite in its extension host and for tests of its workbench. The
// desktop build and code-server have the same interface.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as codeServer from './code-server.mjs';
import * as electron from './electron.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 *
 * @typedef {object} HostOptions
 * @property {import('../../provision/vscode.mjs').VSCode} vscode
 * @property {string} vsix the packaged extension
 * @property {string} examples a folder of .cnn files, copied into a fresh workspace
 * @property {boolean} [trusted] false to open the workspace in Restricted Mode
 * @property {Readonly<Record<string, unknown>>} [settings] the user's, beside those of every test
 * @property {boolean} [worker] true to run extensions in the browser's worker host, where they have no Node
 *
 * @typedef {object} Folders made fresh for each host and removed with it
 * @property {string} root
 * @property {string} workspace
 * @property {string} userData
 * @property {string} extensions
 * @property {string} development an extension that does nothing: VS Code runs tests only beside one in development
 *
 * @typedef {object} WorkbenchOptions
 * @property {boolean} [webgpu] false for a browser without WebGPU
 *
 * @typedef {object} Workbench
 * @property {Page} page the workbench's page, loaded
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Host
 * @property {string} name which VS Code this is, for headings
 * @property {string} workspace the folder that is open
 * @property {(options?: WorkbenchOptions) => Promise<Workbench>} openWorkbench
 * @property {(suite: string, onLine: (line: string) => void) => Promise<number>} runTests runs the `run` function of
 *   this bundle (source text, CommonJS) in the extension host, hands on each line it logs, and gives its exit code
 * @property {() => Promise<void>} close
 */

/** Milliseconds for a click or an element, on a machine that a training keeps busy. */
const CLICK_PATIENCE = 90_000;

const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'editor.minimap.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

function trustSettings(/** @type {boolean} */ trusted) {
  return {
    'security.workspace.trust.enabled': !trusted,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
  };
}

/**
 * Makes fresh folders, installs the extension and starts VS Code.
 * @param {HostOptions} options
 * @returns {Promise<Host>} to be closed by the caller
 */
export async function openHost({ vscode, vsix, examples, trusted = true, worker = false, settings = {} }) {
  const root = mkdtempSync(join(tmpdir(), 'receptive-vscode-'));
  /** @type {Folders} */
  const folders = {
    root,
    workspace: join(root, 'workspace'),
    userData: join(root, 'user-data'),
    extensions: join(root, 'extensions'),
    development: join(root, 'development'),
  };
  cpSync(examples, folders.workspace, { recursive: true });
  for (const folder of [join(folders.userData, 'User'), folders.extensions, folders.development]) {
    mkdirSync(folder, { recursive: true });
  }
  const all = { ...QUIET_SETTINGS, ...trustSettings(trusted), ...settings };
  writeJson(join(folders.userData, 'User', 'settings.json'), all);
  writeJson(join(folders.development, 'package.json'), {
    name: 'empty',
    publisher: 'receptive-tests',
    version: '0.0.0',
    engines: { vscode: '*' },
  });
  try {
    await (vscode.kind === 'electron'
      ? electron.installExtension(vscode, folders, vsix)
      : codeServer.installExtension(vscode, folders, vsix));
    if (worker) leaveNodeOut(installedFolder(folders.extensions));
    const host = await (vscode.kind === 'electron'
      ? electron.openHost(vscode, folders, trusted)
      : codeServer.openHost(vscode, folders, trusted));
    return {
      ...host,
      workspace: folders.workspace,
      async openWorkbench(options) {
        const workbench = await host.openWorkbench(options);
        workbench.page.setDefaultTimeout(CLICK_PATIENCE);
        return workbench;
      },
      runTests: (suite, onLine) => {
        // Our package is of type module, where `.cjs` says CommonJS; the worker host appends `.js` to every name.
        const file = join(installedFolder(folders.extensions), 'suite.cjs');
        for (const name of [file, `${file}.js`]) writeFileSync(name, suite);
        return host.runTests(file, onLine);
      },
      close: async () => {
        await host.close();
        removeFolder(root);
      },
    };
  } catch (error) {
    removeFolder(root);
    throw error;
  }
}

/** The id under which VS Code knows our extension, read from its manifest. */
function extensionId() {
  const { publisher, name } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return `${publisher}.${name}`;
}

/** Where our extension was installed. Tests that lie in an extension's folder run in the host where that one runs. */
function installedFolder(/** @type {string} */ extensions) {
  const name = readdirSync(extensions).find((folder) => folder.startsWith(`${extensionId()}-`));
  if (name === undefined) throw new Error(`${extensionId()} was not installed into ${extensions}`);
  return join(extensions, name);
}

/** An extension with no `main` is run by its `browser` entry, in the worker host, on the desktop as well. */
function leaveNodeOut(/** @type {string} */ extension) {
  const path = join(extension, 'package.json');
  const { main: _, ...manifest } = JSON.parse(readFileSync(path, 'utf8'));
  writeJson(path, manifest);
}

/** VS Code's processes may still be writing logs while they end. */
function removeFolder(/** @type {string} */ folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

function writeJson(/** @type {string} */ path, /** @type {unknown} */ value) {
  writeFileSync(path, JSON.stringify(value, undefined, 2));
}
