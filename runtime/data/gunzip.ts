// Unpacks gzip in browsers and Node alike, never into more memory than its caller expects: a small file can unpack to
// gigabytes.
import { DataError } from './dataset.js';

/** The unpacked bytes; a DataError when they are no gzip, damaged, or more than `limit` bytes. */
export async function gunzip(packed: Uint8Array, limit: number, name: string): Promise<Uint8Array> {
  const unpacked = new Uint8Array(limit);
  let length = 0;
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new DataError(`${name} is not a whole gzip file (${packed.length} bytes); get it anew.`, { cause });
    });
    if (done) return unpacked.subarray(0, length);
    if (length + value.length > limit) {
      void reader.cancel().catch(() => {});
      throw new DataError(`${name} unpacks to more than the ${limit} bytes it should hold; get it anew.`);
    }
    unpacked.set(value, length);
    length += value.length;
  }
}
