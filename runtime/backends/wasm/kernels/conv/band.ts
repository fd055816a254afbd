// Bands of a source's rows: what a unit of a convolution reads, copied with its zero halo unless nothing is missing.
import { type I32, i32, type Local } from '../../emitter/index.js';
import { type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { emitHaloCopy } from './halo.js';
import type { SlidingWindow } from './sliding.js';

/** Bytes of a band of source rows that a unit takes at most: with the weights of a panel it stays in the L2 cache. */
const bandBytes = 96 * 1024;

export interface Band {
  /** Result rows of a unit. */
  readonly rows: number;
  /** Bands of an image. */
  readonly count: number;
  /** Columns of the source that the windows see, the halo included. */
  readonly columns: number;
  readonly isCopied: boolean;
}

export function bandOf({ source, pixels, taps, stride, dilation, origin }: SlidingWindow, bytes = bandBytes): Band {
  const [height, width, channels] = source;
  const reach = ([0, 1] as const).map(
    (axis) => (pixels[axis] - 1) * stride[axis] + (taps[axis] - 1) * dilation[axis] + 1,
  );
  const isCopied = origin.some((first, axis) => first < 0 || first + reach[axis] > (axis === 0 ? height : width));
  const columns = isCopied ? reach[1] : width;
  const fitting = Math.floor(bytes / (columns * channels * valueBytes * stride[0]));
  const rows = Math.max(1, Math.min(pixels[0], fitting));
  const count = Math.ceil(pixels[0] / rows);
  return { rows: Math.ceil(pixels[0] / count), count, columns, isCopied };
}

function sourceRows({ taps, stride, dilation }: SlidingWindow, rows: number): number {
  return (rows - 1) * stride[0] + (taps[0] - 1) * dilation[0] + 1;
}

export function scratchBytes(window: SlidingWindow, bytes = bandBytes): number {
  const band = bandOf(window, bytes);
  if (!band.isCopied || window.taps[0] * window.taps[1] === 0) return 0;
  return sourceRows(window, band.rows) * band.columns * window.source[2] * valueBytes + 2 * vectorBytes;
}

export interface BandSource {
  readonly image: Local<'i32'>;
  /** The band's first row of the result, and how many it has. */
  readonly row: Local<'i32'>;
  readonly rows: Local<'i32'>;
  /** The address of what the first tap of the first window reads; a row has `Band.columns` pixels. */
  readonly base: Local<'i32'>;
}

/** Prepares the source of a band of the first input; `index` counts the bands of all images. */
export function emitBandSource(context: StageContext, window: SlidingWindow, band: Band, index: I32): BandSource {
  const { f, scratch, inputs } = context;
  const { source, pixels, taps, stride, origin } = window;
  const pixelBytes = source[2] * valueBytes;
  const image = f.local('i32', i32.divU(index, band.count));
  const row = f.local('i32', i32.mul(i32.remU(index, band.count), band.rows));
  const rows = f.local('i32', i32.sub(pixels[0], row));
  f.set(rows, i32.minU(rows, band.rows));
  const base = f.local('i32');
  const imageAt = i32.add(inputs[0], i32.mul(image, source[0] * source[1] * pixelBytes));
  const firstRow = i32.add(i32.mul(row, stride[0]), origin[0]);
  if (band.isCopied && taps[0] * taps[1] > 0) {
    const wanted = i32.add(i32.mul(rows, stride[0]), sourceRows(window, 1) - stride[0]);
    emitHaloCopy(context, window, band.columns, { image: imageAt, firstRow, rows: wanted });
    f.set(base, scratch);
  } else {
    const place = i32.add(i32.mul(firstRow, band.columns * pixelBytes), origin[1] * pixelBytes);
    f.set(base, i32.add(imageAt, place));
  }
  return { image, row, rows, base };
}
