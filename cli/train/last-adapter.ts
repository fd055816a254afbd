// The adapter that `cnn train` last ran on, cached on disk for `cnn summary --adapter last`.
import { type LastAdapter, readLastAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import { cacheFile, readCache, writeCache } from '../shared/cache-file.js';

const file = () => cacheFile('adapter');

/** Undefined if nothing was trained on an adapter yet. */
export function loadLastAdapter(): LastAdapter | undefined {
  return readLastAdapter(readCache(file()));
}

export function storeLastAdapter(adapter: LastAdapter): void {
  writeCache(file(), adapter);
}
