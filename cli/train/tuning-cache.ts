// The tuning cache of `cnn train` on disk: the fastest measured kernels, by adapter.
import {
  readTuningCache,
  recallChoices,
  storeChoices,
  type TuningCache,
} from '../../runtime/backends/webgpu/tuning/tuning-cache.js';
import { cacheFile, readCache, writeCache } from '../shared/cache-file.js';

export const choicesFile = () => cacheFile('kernels');

/** The cached choices for an adapter, if any. */
export function cachedChoices(adapter: string, file = choicesFile()): TuningCache[string] | undefined {
  return recallChoices(readTuningCache(readCache(file)), adapter);
}

export function storeCachedChoices(adapter: string, choices: TuningCache[string], file = choicesFile()): void {
  writeCache(file, storeChoices(readTuningCache(readCache(file)), adapter, choices));
}
