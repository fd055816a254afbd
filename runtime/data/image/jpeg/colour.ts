// Planes of samples to pixels, as libjpeg computes them: chroma is enlarged by a triangle filter ("fancy upsampling",
// jdsample.c) where it is sampled at half the rate, by repeating else; then YCbCr becomes RGB (jdcolor.c, ITU-R 601).
import type { Channel, Frame } from './frame.js';
import type { Plane } from './inverse-dct.js';

/** [height, width, channels] of 8-bit samples. */
export function composePixels(frame: Frame, planes: readonly Plane[], convert: boolean): Uint8Array {
  const { width, height, channels } = frame;
  const pixels = new Uint8ClampedArray(width * height * channels.length);
  // Room for the samples that enlarging a padded row gives.
  const rows = channels.map(() => new Uint8ClampedArray(width + 2 * frame.maxH));
  for (let y = 0; y < height; y++) {
    for (const [index, channel] of channels.entries())
      enlargeRow(frame, { channel, plane: planes[index] }, y, rows[index]);
    const target = y * width * channels.length;
    if (channels.length === 1) pixels.set(rows[0].subarray(0, width), target);
    else if (convert) convertRow(rows, pixels, target, width);
    else {
      for (let x = 0; x < width; x++) {
        for (let index = 0; index < 3; index++) pixels[target + 3 * x + index] = rows[index][x];
      }
    }
  }
  return new Uint8Array(pixels.buffer);
}

/** Row `y` of the picture of one channel. */
function enlargeRow(
  { width, maxH, maxV }: Frame,
  { channel, plane }: { readonly channel: Channel; readonly plane: Plane },
  y: number,
  row: Uint8ClampedArray,
): void {
  const { samples, stride } = plane;
  const [across, down] = [maxH / channel.h, maxV / channel.v];
  const near = Math.floor(y / down);
  const at = near * stride;
  // The second nearest row; at the edges the nearest again.
  const below = y % down >= down / 2;
  const other = Math.min(channel.height - 1, Math.max(0, near + (below ? 1 : -1))) * stride;
  const isFiltered = channel.width > 2 && across === 2;
  if (isFiltered && down === 2) {
    enlargeColumns(
      row,
      channel.width,
      { weight: 16, even: 8, odd: 7 },
      (x) => 3 * samples[at + x] + samples[other + x],
    );
  } else if (isFiltered && down === 1) {
    enlargeColumns(row, channel.width, { weight: 4, even: 1, odd: 2 }, (x) => samples[at + x]);
  } else if (across === 1 && down === 2) {
    const bias = below ? 2 : 1;
    for (let x = 0; x < width; x++) row[x] = (3 * samples[at + x] + samples[other + x] + bias) >> 2;
  } else if (across === 1) {
    row.set(samples.subarray(at, at + width));
  } else {
    for (let x = 0; x < width; x++) row[x] = samples[at + Math.floor(x / across)];
  }
}

interface Rounding {
  /** What the shares add up to: a quarter of it is the value's own share. */
  readonly weight: number;
  readonly even: number;
  readonly odd: number;
}

/** Twice as many columns: 3/4 of the nearest value and 1/4 of the next. */
function enlargeColumns(
  row: Uint8ClampedArray,
  width: number,
  { weight, even, odd }: Rounding,
  valueAt: (x: number) => number,
): void {
  const shift = Math.log2(weight);
  let previous = valueAt(0);
  let value = previous;
  for (let x = 0; x < width; x++) {
    const next = x + 1 < width ? valueAt(x + 1) : value;
    row[2 * x] = (3 * value + previous + even) >> shift;
    row[2 * x + 1] = (3 * value + next + odd) >> shift;
    previous = value;
    value = next;
  }
}

/** Factors are multiplied by 2^16. */
function convertRow(
  [luma, blue, red]: readonly Uint8ClampedArray[],
  pixels: Uint8ClampedArray,
  target: number,
  width: number,
): void {
  const half = 1 << 15;
  for (let x = 0, place = target; x < width; x++, place += 3) {
    const y = luma[x];
    const cb = blue[x] - 128;
    const cr = red[x] - 128;
    pixels[place] = y + ((91881 * cr + half) >> 16);
    pixels[place + 1] = y + ((-22554 * cb - 46802 * cr + half) >> 16);
    pixels[place + 2] = y + ((116130 * cb + half) >> 16);
  }
}
