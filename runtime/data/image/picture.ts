// A decoded image, and how large one may be.
import { DataError } from '../dataset.js';

/** Eight bits a channel, [height, width, channels]. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Of an image as it is stored; a photograph of a good camera has 24 million. */
export const mostPixels = 25_000_000;

/** Refuses an image by what its header says. */
export function requirePixels(width: number, height: number, path: string): void {
  if (width > 0 && height > 0 && width * height <= mostPixels) return;
  throw new DataError(`${path} says it is ${height}x${width}; images of 1 to ${mostPixels} pixels are read.`);
}
