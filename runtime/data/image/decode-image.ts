// Decodes PNG and JPEG in plain TypeScript, so that Node and the webview see the same pixels. Limits on size and work
// are checked before decoding.
import { DataError } from '../dataset.js';
import { decodeJpeg } from './jpeg/decode-jpeg.js';
import type { Picture } from './picture.js';
import { decodePng } from './png.js';

/** Throws a DataError with the path when the bytes are no image, or too large. */
export function decodeImage(bytes: Uint8Array, path: string): Picture {
  try {
    if (bytes[0] === 0x89 && bytes[1] === 0x50) return decodePng(bytes, path);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return decodeJpeg(bytes, path);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`${path} is a damaged image (${why}): replace it, or remove it from the folder.`, { cause });
  }
  throw new DataError(`${path} is neither a PNG nor a JPEG, whatever its name says.`);
}
