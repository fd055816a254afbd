// Unpacks gzip in browsers and Node, into at most the memory that the caller expects: a small file may unpack to
// gigabytes.
import { DataError } from '../dataset.js';

export interface GunzipOptions {
  /** Largest unpacked size. */
  readonly limit: number;
  readonly name: string;
  /** The bytes of the header inside, and the unpacked size that it promises: unpacking stops there. */
  readonly header?: { readonly bytes: number; readonly sizeOf: (header: Uint8Array) => number };
}

/** Unpacks gzip; throws a DataError when the data is not gzip, is damaged, or exceeds the limit or header's size. */
export async function gunzip(packed: Uint8Array, { limit, name, header }: GunzipOptions): Promise<Uint8Array> {
  const tooLarge = (most: number) =>
    new DataError(`${name} unpacks to more than the expected ${most} bytes: download it again.`);
  const pieces: Uint8Array[] = [];
  let length = 0;
  let most = header ? undefined : limit;
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new DataError(`${name} is not a complete gzip file (${packed.length} bytes): download it again.`, {
          cause,
        });
      });
      if (done) return joined(pieces, length);
      length += value.length;
      pieces.push(value);
      if (header && most === undefined && length >= header.bytes) {
        most = Math.min(limit, header.sizeOf(joined(pieces, length)));
      }
      if (length > (most ?? limit)) throw tooLarge(most ?? limit);
    }
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error;
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
