// Chooses the register tile of a direct convolution: pixels and columns of a thread, taps of an iteration, and how
// weights are shared. A cost model in nanoseconds, evaluated for every shape.
import type { AdapterProfile } from '../../adapter-profile.js';

export interface DirectConvTile {
  /** Neighbouring pixels of a row. */
  readonly pixels: number;
  /** Columns; a multiple of 4 where the group's share of columns is one. */
  readonly columns: number;
  /** Taps of a row of the window in one turn of the loop; divides the window's width. */
  readonly taps: number;
  /**
   * `quad`: four lanes with the same columns load a weight each and broadcast it; `none`: each loads all of its
   * own.
   */
  readonly sharing: 'none' | 'quad';
}

export interface DirectConvShape {
  /** Rows of the result, over the whole batch, and pixels in each. */
  readonly rows: number;
  readonly width: number;
  /** Of the result, in one group, and the number of groups. */
  readonly columns: number;
  readonly groups: number;
  /** Of the window, along a row. */
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

// Nanoseconds a thread takes on SwiftShader (November 2026, two cores): a load of one value; a load of a vector of
// weights, or of one value with its four hand-rounds; a multiply-add of a vector; a turn of the loop. Other adapters'
// figures are larger or smaller, and much alike in proportion.
const cost = { value: 1.3, weights: 4, multiply: 0.25, turn: 4 } as const;
/**
 * More vectors of sums than this do not stay in registers: half as slow again in software, no choice on graphics
 * processors.
 */
const mostSums = 16;
const spilling = { software: 1.45, hardware: 4 } as const;
/** More multiply-adds of vectors than this in a loop's body slow down every adapter that was tried. */
const longestBody = 96;
const mostPixels = 10;
const mostColumns = 16;
/** Threads under which a GPU has too little to do; a software adapter has few lanes. */
const fewThreads = { software: 64, hardware: 2048 } as const;

/** The tile of the least expected time. */
export function chooseDirectConvTile(shape: DirectConvShape, adapter: AdapterProfile): DirectConvTile {
  const kind = adapter.software ? 'software' : 'hardware';
  const wanted = fewThreads[kind];
  let best: DirectConvTile | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const columns of columnChoices(shape.columns)) {
    for (let pixels = 1; pixels <= Math.min(mostPixels, shape.width); pixels++) {
      const taps = tapsOf(shape.kernel, pixels * Math.ceil(columns / 4));
      const rowTiles = shape.rows * Math.ceil(shape.width / pixels);
      const threads = rowTiles * shape.groups * Math.ceil(shape.columns / columns);
      const time = threads * timeOf(shape, { pixels, columns, taps }, spilling[kind]) * Math.max(1, wanted / threads);
      if (time >= least) continue;
      least = time;
      // Fewer rows than lanes would leave lanes without work.
      const quad = adapter.software && adapter.subgroupSize >= 4 && rowTiles >= 4;
      best = { pixels, columns, taps, sharing: quad ? 'quad' : 'none' };
    }
  }
  return best!;
}

/** Widths that cut the columns into tiles of nearly the same width: 10 are one tile, or two of 5, not 8 and 2. */
function columnChoices(columns: number): number[] {
  const multiple = columns % 4 === 0 ? 4 : 1;
  const fewest = Math.ceil(columns / mostColumns);
  const widths = [1, 2, 3, 4].map((times) => Math.ceil(columns / multiple / (fewest * times)) * multiple);
  return [...new Set(widths)];
}

/** As many taps of a row as keep the loop's body short, in equal shares. */
function tapsOf(kernel: number, sums: number): number {
  for (let taps = kernel; taps > 1; taps--) if (kernel % taps === 0 && taps * sums <= longestBody) return taps;
  return 1;
}

/** What all turns of one thread's loop take, but for what every tile has in common. */
function timeOf(
  shape: DirectConvShape,
  { pixels, columns, taps }: Omit<DirectConvTile, 'sharing'>,
  spills: number,
): number {
  const vectors = Math.ceil(columns / 4);
  const values = listPositions(shape, { pixels, taps }).length;
  const body = cost.value * values + cost.weights * taps * vectors + (cost.multiply * taps * pixels * columns) / 4;
  return (shape.kernel / taps) * (cost.turn + body) * (pixels * vectors > mostSums ? spills : 1);
}

/** Where the pixels of a tile look in one turn, from the first pixel's first tap on: ascending, each once. */
export function listPositions(
  { stride, dilation }: Pick<DirectConvShape, 'stride' | 'dilation'>,
  { pixels, taps }: Pick<DirectConvTile, 'pixels' | 'taps'>,
): number[] {
  const positions = new Set<number>();
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let tap = 0; tap < taps; tap++) positions.add(pixel * stride + tap * dilation);
  return [...positions].sort((a, b) => a - b);
}
