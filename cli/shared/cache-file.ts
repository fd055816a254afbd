// Small JSON files of this version in the user's cache. They only save time: a file that cannot be read or written is
// treated as absent.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

/** A larger file was not written here. */
export const maxCacheBytes = 4 * 2 ** 20;

/** The path of the file with this name, in `XDG_CACHE_HOME` where that is set. */
export function cacheFile(name: string): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'receptive', `${name}-${packageJson.version}.json`);
}

/** A file's content, unchecked; undefined where there is none. */
export function readCache(file: string): unknown {
  try {
    return statSync(file).size > maxCacheBytes ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeCache(file: string, value: unknown): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Renamed when complete, so that no reader sees half of it.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(value));
    renameSync(draft, file);
  } catch {
    // The next run measures again.
  }
}
