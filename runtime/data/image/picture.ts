// A decoded image, and its largest size.
import { DataError } from '../dataset.js';
import { dataLimits } from '../limits.js';

/** Eight bits a channel, [height, width, channels]. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  /** 1: grey; 3: red, green, blue. */
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Throws a DataError when the size in the header is too large. */
export function requirePixels(width: number, height: number, path: string): void {
  if (width > 0 && height > 0 && width * height <= dataLimits.imagePixels) return;
  throw new DataError(
    `${path} says it is ${height}x${width}; images of 1 to ${dataLimits.imagePixels} pixels are read.`,
  );
}
