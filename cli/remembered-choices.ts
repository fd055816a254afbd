// Where `cnn train` keeps which kernels it measured to be the best: a small file in the user's cache, of this version alone. It
// only saves time: what cannot be read or written is as if it were not there.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { type Remembered, readRemembered, remember } from '../runtime/plan/index.js';

/** A larger file is none of ours. */
const mostBytes = 4 * 2 ** 20;

/** The file's path; `XDG_CACHE_HOME` counts where it is set. */
export function choicesFile(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'receptive', `kernels-${packageJson.version}.json`);
}

/** What is remembered of an adapter; undefined where nothing is. */
export function rememberedChoices(adapter: string, file = choicesFile()): Remembered[string] | undefined {
  const all = readAll(file);
  return Object.hasOwn(all, adapter) ? all[adapter] : undefined;
}

export function rememberChoices(adapter: string, choices: Remembered[string], file = choicesFile()): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Written whole beside it and then put in its place, so that no reader meets half of it.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(remember(readAll(file), adapter, choices)));
    renameSync(draft, file);
  } catch {
    // A cache that cannot be written: the next training measures again.
  }
}

function readAll(file: string): Remembered {
  try {
    return statSync(file).size > mostBytes ? {} : readRemembered(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
