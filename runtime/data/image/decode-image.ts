// Decodes PNG and JPEG, the same way in Node and in the webview, so that a network sees the same pixels in both.
// Nothing in a file is trusted: sizes are bounded before anything is decoded, and so is the work.
import { decode as decodeJpegFile } from 'jpeg-js';
import { DataError } from '../dataset.js';
import { mostPixels, type Picture, requirePixels } from './picture.js';
import { decodePng } from './png.js';

/** Bytes of a file. */
export const mostImageBytes = 32 * 1024 * 1024;
/** A progressive JPEG has some ten; each is a walk over the whole image. */
const mostScans = 100;
const mostMebibytes = 1024;

/** A DataError, with the path, where the bytes are no image or one too large. */
export function decodeImage(bytes: Uint8Array, path: string): Picture {
  try {
    if (bytes[0] === 0x89 && bytes[1] === 0x50) return decodePng(bytes, path);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return decodeJpeg(bytes, path);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`${path} is a damaged image (${why}): mend it, or take it out of the folder.`, { cause });
  }
  throw new DataError(`${path} is neither a PNG nor a JPEG, whatever its name says.`);
}

function decodeJpeg(bytes: Uint8Array, path: string): Picture {
  const scans = scansIn(bytes);
  if (scans > mostScans)
    throw new DataError(`${path} has ${scans} scans; at most ${mostScans} are read: save it anew.`);
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

/** Start-of-scan markers; within a scan's own data 0xff is never followed by one. */
function scansIn(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === 0xda) scans++;
  return scans;
}
