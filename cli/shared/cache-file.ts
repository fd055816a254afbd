// Small files in the user's cache, of this version alone. They only save time or asking: what cannot be read or
// written is as if it were not there.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

/** A larger file is none of ours. */
const mostBytes = 4 * 2 ** 20;

/** The path of the file with this name; `XDG_CACHE_HOME` counts where it is set. */
export function cacheFile(name: string): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'receptive', `${name}-${packageJson.version}.json`);
}

/** What a file holds, not yet believed; undefined where it holds nothing. */
export function readCache(file: string): unknown {
  try {
    return statSync(file).size > mostBytes ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeCache(file: string, value: unknown): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Written whole beside it and then put in its place, so that no reader meets half of it.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(value));
    renameSync(draft, file);
  } catch {
    // A cache that cannot be written: the next run does without.
  }
}
