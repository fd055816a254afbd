// Where `cnn train` keeps the adapter it last trained on, for `cnn summary --adapter last`.
import { readSeenAdapter, type SeenAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import { cacheFile, readCache, writeCache } from '../shared/cache-file.js';

const file = () => cacheFile('adapter');

/** Undefined where none was seen. */
export function lastAdapter(): SeenAdapter | undefined {
  return readSeenAdapter(readCache(file()));
}

export function rememberAdapter(adapter: SeenAdapter): void {
  writeCache(file(), adapter);
}
