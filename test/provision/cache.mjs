// @ts-check
// The cache of what is too large to install for every clone (a VS Code, a browser, drivers), and a lock between
// processes that install into it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for another run that is installing the same thing, in milliseconds. */
const LOCK_PATIENCE = 15 * 60_000;

/**
 * The cache folder, created if missing: RECEPTIVE_CACHE, else the system's folder for caches.
 * @returns {string} an absolute path outside the project and its node_modules
 */
export function cacheFolder() {
  const folder = process.env.RECEPTIVE_CACHE || join(systemCacheFolder(), 'receptive');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function systemCacheFolder() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === 'win32') return process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return join(homedir(), '.cache');
}

/**
 * Runs `work` while holding a lock on `name` in this cache. A lock whose owner has died is removed.
 * @template T
 * @param {string} name what is locked; becomes a folder name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` returns
 * @throws {Error} when another live process has held the lock for longer than 15 minutes
 */
export async function withLock(name, work) {
  const lock = join(cacheFolder(), `${name}.lock`);
  const ownerFile = join(lock, 'pid');
  const deadline = Date.now() + LOCK_PATIENCE;
  let reported = false;
  while (!tryLock(lock, ownerFile)) {
    const owner = readOwner(ownerFile);
    if (owner !== undefined && !isAlive(owner)) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${lock} has been held by process ${owner ?? '(unknown)'} for over 15 minutes; remove it to continue`,
      );
    }
    if (!reported) console.log(`waiting for process ${owner ?? '(unknown)'}, which holds ${lock}`);
    reported = true;
    await sleep(1000);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Creating a folder is atomic: exactly one of two processes succeeds. */
function tryLock(/** @type {string} */ lock, /** @type {string} */ ownerFile) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(ownerFile, String(process.pid));
  return true;
}

function readOwner(/** @type {string} */ ownerFile) {
  try {
    return Number.parseInt(readFileSync(ownerFile, 'utf8'), 10) || undefined;
  } catch {
    return undefined; // the owner has not written its number yet, or has just released the lock
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
