// @ts-check
// Prepares a fresh clone with plain Node: installs the packages of package-lock.json and builds the bundles. Used by
// `npm start`, `npm test` and the bin, so that each works as the first command.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs the packages unless those of package-lock.json are installed. npm's output goes to stderr, since stdout may
 * be a command's answer.
 */
export async function setUp() {
  if (await packagesAreUpToDate()) return;
  console.error('Installing the packages (once)...');
  // On Windows npm is a .cmd file, which only a shell can start.
  await run('npm', ['ci', '--no-audit', '--no-fund'], process.platform === 'win32');
}

/** Sources of the bundled command line. */
const sources = ['cli', 'language', 'model', 'runtime', 'package.json'];

/** Whether the bundled command line exists and, in a clone, is newer than all its sources. */
export async function isBuilt(folder = root) {
  const built = await modifiedAt(join(folder, 'dist/cli.mjs'));
  if (built === 0) return false;
  // An installed package has no sources to compare with.
  if (!existsSync(join(folder, 'esbuild.mjs'))) return true;
  for (const source of sources) {
    const entries = source.includes('.') ? [] : await readdir(join(folder, source), { recursive: true });
    for (const entry of ['', ...entries]) {
      if ((await modifiedAt(join(folder, source, entry))) > built) return false;
    }
  }
  return true;
}

/** When a file or folder was last modified, in milliseconds; 0 where there is none. */
async function modifiedAt(/** @type {string} */ path) {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

/** Builds dist/. */
export async function build() {
  await run(process.execPath, ['esbuild.mjs'], false);
}

/** Compares npm's record of the last install with the lock file; file times mean little after a checkout. */
async function packagesAreUpToDate() {
  const installed = await readLock('node_modules/.package-lock.json');
  if (!installed) return false;
  const wanted = await readLock('package-lock.json');
  return Object.entries(wanted ?? {}).every(([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path];
    if (path === '') return true;
    if (!found) return optional || devOptional;
    return found.version === version && found.integrity === integrity;
  });
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Package
 * @returns {Promise<Record<string, Package> | undefined>} by folder; undefined where there is no such file
 */
async function readLock(/** @type {string} */ file) {
  try {
    return JSON.parse(await readFile(new URL(`../${file}`, import.meta.url), 'utf8')).packages;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Runs a program in the project's folder; rejects when it fails. */
async function run(/** @type {string} */ program, /** @type {string[]} */ args, /** @type {boolean} */ shell) {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr], shell });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} failed with exit code ${code}.`);
}
