// Decodes PNG and JPEG in plain TypeScript, so that Node and the webview see the same pixels. Sizes and work are limited
// before anything is decoded.
import { decode as decodeJpegFile } from 'jpeg-js';
import { DataError } from '../dataset.js';
import { mostPixels, type Picture, requirePixels } from './picture.js';
import { decodePng } from './png.js';

/** Largest image file, in bytes. */
export const mostImageBytes = 32 * 1024 * 1024;
/** A progressive JPEG has about ten; each one passes over the whole image. */
const mostScans = 100;
const mostMebibytes = 1024;

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

function decodeJpeg(bytes: Uint8Array, path: string): Picture {
  const scans = scansIn(bytes);
  if (scans > mostScans)
    throw new DataError(`${path} has ${scans} scans; at most ${mostScans} are read: save it again with fewer.`);
  const { width, height, data } = decodeJpegFile(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: mostPixels / 1e6,
    maxMemoryUsageInMB: mostMebibytes,
  });
  requirePixels(width, height, path);
  return { width, height, channels: 3, pixels: data };
}

/** Counts start-of-scan markers; inside a scan's data 0xff is never followed by one. */
function scansIn(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === 0xda) scans++;
  return scans;
}
