// How depthwise kernels cut a row of results: tiles of neighbouring pixels, and the source columns that each one reads.
import { type I32, i32, type Local } from '../../emitter/index.js';
import { lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import type { SlidingWindow } from './sliding.js';

/** Equal tiles, one after the other. */
export interface TileRun {
  /** The first tile's first pixel. */
  readonly first: number;
  /** Pixels of a tile. */
  readonly size: number;
  readonly count: number;
  /** Whether no tap of it lies beside the image. */
  readonly isInside: boolean;
}

/** A source column that a tile reads, and the pixels and taps that it is for. */
export interface SourceColumn {
  /** Counted from the one under tap 0 of the tile's first pixel. */
  readonly column: number;
  readonly uses: readonly { readonly pixel: number; readonly tap: number }[];
}

/** Whether every channel has one filter of its own. */
export function isDepthwiseWindow({ source, result, groups }: SlidingWindow): boolean {
  return groups > 1 && groups === source[2] && groups === result[2];
}

/** Tiles of `most` pixels at most, in order. Those that reach over the image's sides are runs of their own. */
export function tileRuns(window: SlidingWindow, most: number): TileRun[] {
  const { pixels, source, stride, taps, dilation } = window;
  const count = Math.ceil(pixels[1] / most);
  const smaller = Math.floor(pixels[1] / count);
  const larger = pixels[1] % count;
  const runs: TileRun[] = [];
  let first = 0;
  for (let index = 0; index < count; index++) {
    const size = index < larger ? smaller + 1 : smaller;
    const column = sourceColumnOf(window, first);
    const reach = (size - 1) * stride[1] + (taps[1] - 1) * dilation[1];
    const isInside = column >= 0 && column + reach < source[1];
    const before = runs.at(-1);
    if (isInside && before?.isInside && before.size === size) {
      runs[runs.length - 1] = { ...before, count: before.count + 1 };
    } else runs.push({ first, size, count: 1, isInside });
    first += size;
  }
  return runs;
}

/** The source column under tap 0 of a pixel; negative beside the image. */
export function sourceColumnOf({ stride, origin }: SlidingWindow, pixel: number): number {
  return pixel * stride[1] + origin[1];
}

/** What a tile reads of a source row, without what lies beside the image. */
export function readsOf(window: SlidingWindow, { first, size }: TileRun): SourceColumn[] {
  const { source, stride, taps, dilation } = window;
  const columns = new Map<number, { pixel: number; tap: number }[]>();
  for (let pixel = 0; pixel < size; pixel++) {
    for (let tap = 0; tap < taps[1]; tap++) {
      const column = pixel * stride[1] + tap * dilation[1];
      const inImage = sourceColumnOf(window, first) + column;
      if (inImage < 0 || inImage >= source[1]) continue;
      columns.set(column, [...(columns.get(column) ?? []), { pixel, tap }]);
    }
  }
  return [...columns].sort(([a], [b]) => a - b).map(([column, uses]) => ({ column, uses }));
}

export interface TapRows {
  /** The address of the source row under tap row `first`. */
  readonly from: Local<'i32'>;
  /** Tap rows that lie in the image: from `first` up to but not including `end`. */
  readonly first: Local<'i32'>;
  readonly end: Local<'i32'>;
}

/** For result row `row` of an image at an address. */
export function emitTapRows(
  { f }: StageContext,
  { source, taps, stride, dilation, origin }: SlidingWindow,
  image: I32,
  row: Local<'i32'>,
): TapRows {
  const sourceRow = f.local('i32', i32.add(i32.mul(row, stride[0]), origin[0]));
  const [first, end] = [f.local('i32', i32.const(0)), f.local('i32', i32.const(0))];
  const [tap, at] = [f.local('i32'), f.local('i32', sourceRow)];
  f.for(tap, { to: taps[0] }, () => {
    f.if(i32.ltS(at, 0), () => f.set(first, i32.add(tap, 1)));
    f.if(i32.ltS(at, source[0]), () => f.set(end, i32.add(tap, 1)));
    f.increase(at, dilation[0]);
  });
  const firstRow = i32.add(sourceRow, i32.mul(first, dilation[0]));
  const from = f.local('i32', i32.add(image, i32.mul(firstRow, source[1] * source[2] * valueBytes)));
  return { from, first, end };
}

export interface TileRow {
  readonly window: SlidingWindow;
  readonly run: TileRun;
  /** `TapRows.from` */
  readonly from: Local<'i32'>;
  /** Where the row's first pixel lies among the results: bytes, or an address. */
  readonly result: Local<'i32'>;
}

/** Four channels of a tile. */
export interface TilePlace {
  /** The address of the source column under tap 0 of the first pixel, or of column 0 where that is beside the image. */
  readonly left: Local<'i32'>;
  /** Bytes from `left` to the source column under tap 0: 0, or negative. */
  readonly skipped: number;
  /** Where the tile's first pixel lies, like `TileRow.result`. */
  readonly start: Local<'i32'>;
  /** Bytes before the four channels; to be added to both. */
  readonly channel: Local<'i32'>;
  /** How many of the four channels there are. */
  readonly existing: number;
}

/** Visits the tiles of a run, and in each all channels. */
export function forEachTile(
  { f }: StageContext,
  { window, run, from, result }: TileRow,
  visit: (place: TilePlace) => void,
): void {
  const channels = window.source[2];
  const pixelBytes = channels * valueBytes;
  const wholeBytes = Math.floor(channels / lanes) * vectorBytes;
  // Columns beside the image are not read, so that no offset of what is read is negative.
  const column = sourceColumnOf(window, run.first);
  const skipped = Math.min(0, column) * pixelBytes;
  const left = f.local('i32', i32.add(from, Math.max(0, column) * pixelBytes));
  const start = f.local('i32', i32.add(result, run.first * window.resultStep[1] * pixelBytes));
  const [tile, channel] = [f.local('i32'), f.local('i32')];
  f.for(tile, { to: run.count }, () => {
    const place = { left, skipped, start, channel };
    if (wholeBytes > 0) {
      f.for(channel, { to: wholeBytes, step: vectorBytes }, () => visit({ ...place, existing: lanes }));
    }
    if (channels % lanes > 0) {
      f.set(channel, i32.const(wholeBytes));
      visit({ ...place, existing: channels % lanes });
    }
    f.increase(left, run.size * window.stride[1] * pixelBytes);
    f.increase(start, run.size * window.resultStep[1] * pixelBytes);
  });
}
