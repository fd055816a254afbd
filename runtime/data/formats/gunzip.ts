// Unpacks gzip in browsers and Node, into at most the memory that the caller expects: a small file may unpack to
// gigabytes.
import { DataError } from '../dataset.js';

/** The unpacked bytes; throws a DataError when they are not gzip, damaged, or more than `limit` bytes. */
export async function gunzip(packed: Uint8Array, limit: number, name: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new DataError(`${name} is not a complete gzip file (${packed.length} bytes): download it again.`, {
        cause,
      });
    });
    if (done) return joined(pieces, length);
    length += value.length;
    if (length > limit) {
      void reader.cancel().catch(() => {});
      throw new DataError(`${name} unpacks to more than the expected ${limit} bytes: download it again.`);
    }
    pieces.push(value);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** Whether a file begins with gzip's magic bytes. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
