// @ts-check
// Makes a fresh clone ready, with plain Node: packages as package-lock.json says, and the bundles. `npm start`,
// `npm test` and the bin share it, so that each works as the first command somebody runs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs the packages unless they are there already, in the versions that package-lock.json says. What npm tells
 * goes to stderr, since stdout may be a command's answer.
 */
export async function setUp() {
  if (await packagesAreUpToDate()) return;
  console.error('Installing the packages (once)...');
  // On Windows npm is a .cmd file, which only a shell can start.
  await run('npm', ['ci', '--no-audit', '--no-fund'], process.platform === 'win32');
}

/** What the command line is bundled from. */
const sources = ['cli', 'language', 'model', 'runtime', 'package.json'];

/** Whether the bundled command line is there, and younger than all its sources where the folder is a clone. */
export async function isBuilt(folder = root) {
  const built = await changed(join(folder, 'dist/cli.mjs'));
  if (built === 0) return false;
  // An installed package is what was packed.
  if (!existsSync(join(folder, 'esbuild.mjs'))) return true;
  for (const source of sources) {
    const entries = source.includes('.') ? [] : await readdir(join(folder, source), { recursive: true });
    for (const entry of ['', ...entries]) {
      if ((await changed(join(folder, source, entry))) > built) return false;
    }
  }
  return true;
}

/** When a file or folder was last changed, in milliseconds; 0 for none. */
async function changed(/** @type {string} */ path) {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

/** Builds dist/ anew. */
export async function build() {
  await run(process.execPath, ['esbuild.mjs'], false);
}

/** Compares what npm notes down after an install with the lock file; times of files say little after a checkout. */
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
 * @returns {Promise<Record<string, Package> | undefined>} by folder; undefined when there is no such file
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
