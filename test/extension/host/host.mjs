// @ts-check
/**
 * A VS Code with our packaged extension in it, ready for two kinds of tests: a mocha suite inside its extension host,
 * and a look at its workbench as a person has it. The desktop build and code-server are driven alike.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCodeServer } from './code-server.mjs';
import { openElectron } from './electron.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 *
 * @typedef {object} HostOptions
 * @property {import('../../provision/vscode.mjs').VSCode} vscode
 * @property {string} vsix the packaged extension
 * @property {string} examples a folder of .cnn files, copied into a fresh workspace
 * @property {Record<string, unknown>} [settings] user settings on top of those that keep VS Code quiet
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
 * @property {(testsPath: string, onLine: (line: string) => void) => Promise<number>} runTests runs the module at
 *   testsPath (its `run` function) in the extension host, hands on each line it logs, and gives its exit code
 * @property {() => Promise<void>} close
 */

const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'editor.minimap.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/**
 * Makes fresh folders, installs the extension and starts VS Code.
 * @param {HostOptions} options
 * @returns {Promise<Host>} to be closed by the caller
 */
export async function openHost({ vscode, vsix, examples, settings = {} }) {
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
  writeJson(join(folders.userData, 'User', 'settings.json'), { ...QUIET_SETTINGS, ...settings });
  writeJson(join(folders.development, 'package.json'), {
    name: 'empty',
    publisher: 'receptive-tests',
    version: '0.0.0',
    engines: { vscode: '*' },
  });
  try {
    const open =
      vscode.kind === 'electron' ? openElectron(vscode, folders, vsix) : openCodeServer(vscode, folders, vsix);
    const host = await open;
    return {
      ...host,
      workspace: folders.workspace,
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

/** VS Code's processes may still be writing logs while they end. */
function removeFolder(/** @type {string} */ folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

function writeJson(/** @type {string} */ path, /** @type {unknown} */ value) {
  writeFileSync(path, JSON.stringify(value, undefined, 2));
}
