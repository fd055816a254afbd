// Chooses the tile of a direct conv weight gradient: which weights each thread sums over which pixels, and into how
// many split-K pieces, by a cost model. A strip is one window row of some channels: as a thread walks an output line,
// it loads only the window's new column of each strip, and its strips share the loads of dy.

import type { WindowGeometry } from '../../../ir/index.js';
import { type AdapterProfile, compilesSlowly } from '../adapter-profile.js';
import { quadWorkgroup } from './quad-workgroup.js';

export interface WeightTile {
  /** Strips of a thread. */
  readonly strips: number;
  /** Channels of a strip: 4 or 1, loaded at once. */
  readonly width: 1 | 4;
  /** Filters of a thread, in elements: vec4f where `isVec4`, else f32. */
  readonly columns: number;
  readonly isVec4: boolean;
  /** Four neighbouring lanes, with other strips of the same filters, share their loads of dy. */
  readonly quads: boolean;
  /** Threads side by side for all strips of a group; a multiple of 4 where `quads`. */
  readonly stripThreads: number;
  /** Threads side by side for all filters of all groups. */
  readonly columnThreads: number;
  /** Threads of a workgroup where `quads`. */
  readonly workgroup: number;
  /** Its kernel asks even what is always so, and more kernels have one text: where compiling is slow. */
  readonly alike: boolean;
  /** Lines of output pixels in all, and pixels of a line. A matrix has one line. */
  readonly lines: number;
  readonly line: number;
  /** The sum is cut into so many pieces of whole lines, or for a matrix of pixels, each but the last `piece` long. */
  readonly pieces: number;
  readonly piece: number;
}

/** Every pixel sees the one at its own place: the weights are a matrix, and all pixels are one line. */
export function isMatrix({ window, input, output }: WindowGeometry): boolean {
  const { kernel, stride, padding } = window;
  const single = kernel[0] * kernel[1] * stride[0] * stride[1] === 1 && padding.top === 0 && padding.left === 0;
  return single && input[1] === output[1] && input[2] === output[2];
}

/** Columns of the window, of one strip, that stay from one pixel of a line to the next. */
export function countReusedColumns({ window }: WindowGeometry): number {
  const [, columns] = window.kernel;
  const [, stride] = window.stride;
  const [, dilation] = window.dilation;
  return stride % dilation === 0 ? Math.max(0, columns - stride / dilation) : 0;
}

/**
 * More sums in registers than this make a kernel slow: SwiftShader takes twice as long, GPUs spill to memory. A matrix,
 * whose sums are often short and which keeps no columns of a window, is best with fewer: with 192 Winograd's products
 * took SwiftShader an eighth to a third longer.
 */
const mostSums = { software: 192, matrix: 128, hardware: 64 } as const;
/** Threads to keep an adapter busy. */
const wantedThreads = { software: 512, hardware: 16_384 } as const;
/** A piece of fewer pixels than this costs more in storing its partial sums than it wins. */
const shortestPiece = 64;
/** More pieces than this make the second kernel, which adds them one after the other, the slow one. */
const mostPieces = 256;

/** Nanoseconds of one thread on SwiftShader, two cores; only what they are to each other matters. */
const cost = { load: 1.1, load4: 3.5, product: 0.21, spread: 0.15, pixel: 2, line: 8, thread: 60, store: 1.4 } as const;

/** Tiles found before, for planning happens with every keystroke and networks repeat their layers. */
const found = new Map<string, WeightTile>();
const mostFound = 1000;

export interface WeightTileOptions {
  /** Of how many such gradients, computed at once, this is one. Default: 1. */
  readonly times?: number;
  /** Whether its sums are not to be cut into pieces. Default: no. */
  readonly whole?: boolean;
}

/** The cheapest tile by a count of its loads, products and stores. */
export function chooseWeightTile(
  geometry: WindowGeometry,
  groups: number,
  adapter: AdapterProfile,
  { times = 1, whole = false }: WeightTileOptions = {},
): WeightTile {
  const { window, input, output } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const key = [
    input,
    output[1],
    output[2],
    output[3],
    groups,
    kernel,
    stride,
    dilation,
    padding.top,
    padding.left,
    times,
    whole,
  ];
  const name = `${key} ${adapter.software} ${adapter.subgroupSize} ${compilesSlowly(adapter)}`;
  let tile = found.get(name);
  if (!tile) {
    if (found.size === mostFound) found.clear();
    tile = cheapest(geometry, groups, adapter, { times, whole });
    found.set(name, tile);
  }
  return tile;
}

function cheapest(
  geometry: WindowGeometry,
  groups: number,
  adapter: AdapterProfile,
  { times, whole }: Required<WeightTileOptions>,
): WeightTile {
  const { window, input, output } = geometry;
  const kind = adapter.software ? 'software' : 'hardware';
  const tapColumns = window.kernel[1];
  const reused = countReusedColumns(geometry);
  const channels = input[3] / groups;
  const filters = output[3] / groups;
  const isVec4 = filters % 4 === 0;
  const four = isVec4 ? 4 : 1;
  const pixels = output[0] * output[1] * output[2];
  const matrix = isMatrix(geometry);
  const lines = matrix ? 1 : output[0] * output[1];
  const line = matrix ? pixels : output[2];
  const length = matrix ? line : lines;
  const most = mostSums[adapter.software && matrix ? 'matrix' : kind];
  const alike = compilesSlowly(adapter);
  const mayShare = adapter.software && adapter.subgroupSize >= 4;
  let best: WeightTile | undefined;
  let least = Number.POSITIVE_INFINITY;

  const consider = (width: 1 | 4, strips: number, columns: number, quads: boolean) => {
    const stripTiles = Math.ceil((window.kernel[0] * channels) / width / strips);
    const stripThreads = quads ? 4 * Math.ceil(stripTiles / 4) : stripTiles;
    const columnThreads = groups * Math.ceil(filters / four / columns);
    const threads = stripThreads * columnThreads;
    const wanted = Math.min(
      mostPieces,
      Math.ceil(wantedThreads[kind] / times / threads),
      pixels / shortestPiece,
      length,
    );
    const piece = whole ? length : Math.ceil(length / Math.max(1, Math.floor(wanted)));
    const pieces = Math.ceil(length / piece);
    const sums = tapColumns * width * strips * columns * four;
    const loadX = strips * (width === 4 ? cost.load4 : cost.load);
    const loadDy = (quads ? Math.ceil(columns / 4) : columns) * (isVec4 ? cost.load4 : cost.load);
    const spread = quads ? columns * four * cost.spread : 0;
    const ofPixel = (tapColumns - reused) * loadX + loadDy + spread + sums * cost.product + cost.pixel;
    const ofLine = reused * loadX + strips * cost.pixel + cost.line;
    const needed = threads * (lines * (line * ofPixel + ofLine) + pieces * (cost.thread + sums * cost.store));
    if (needed >= least) return;
    least = needed;
    const threadsOf = { stripThreads, columnThreads, workgroup: quadWorkgroup(threads, adapter) };
    best = { strips, width, columns, isVec4, quads, ...threadsOf, alike, lines, line, pieces, piece };
  };

  for (const width of channels % 4 === 0 ? ([1, 4] as const) : ([1] as const)) {
    const mostStrips = Math.min(8, (window.kernel[0] * channels) / width);
    for (let strips = 1; strips <= mostStrips; strips++) {
      for (let columns = 1; columns <= Math.min(isVec4 ? 4 : 10, filters / four); columns++) {
        const sums = tapColumns * width * strips * columns * four;
        if (sums > most && strips * columns > 1) break;
        consider(width, strips, columns, false);
        if (mayShare) consider(width, strips, columns, true);
      }
    }
  }
  return best!;
}
