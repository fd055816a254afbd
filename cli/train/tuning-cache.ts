// Where `cnn train` keeps which kernels it measured to be the best, by adapter.
import {
  choicesOf,
  type Remembered,
  readRemembered,
  remember,
} from '../../runtime/backends/webgpu/tuning/tuning-cache.js';
import { cacheFile, readCache, writeCache } from '../shared/cache-file.js';

export const choicesFile = () => cacheFile('kernels');

/** What is remembered of an adapter; undefined where nothing is. */
export function rememberedChoices(adapter: string, file = choicesFile()): Remembered[string] | undefined {
  return choicesOf(readRemembered(readCache(file)), adapter);
}

export function rememberChoices(adapter: string, choices: Remembered[string], file = choicesFile()): void {
  writeCache(file, remember(readRemembered(readCache(file)), adapter, choices));
}
