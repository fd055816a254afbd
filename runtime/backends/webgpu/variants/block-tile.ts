// Block sizes of tiled GEMMs (kernels/gemm/tiled-gemm.ts), and how a sum is split with each. The planner asks, since
// split-K pieces take workspace.
import type { ProductSizes } from '../../../ir/index.js';

export interface BlockTile {
  /** Of the result, computed by a workgroup: at most `blockThreads`. */
  readonly rows: number;
  readonly columns: number;
  /** Of these, computed by one thread: multiples of 4. */
  readonly threadRows: number;
  readonly threadColumns: number;
}

/** Threads of a workgroup: each brings one patch of each operand. */
export const blockThreads = 64;
/** Products of a sum for which a workgroup holds the operands at a time. */
export const panelDepth = 16;

/** 8x8 threads each; the largest has as many sums a thread as stay in registers. */
export const blockTiles: readonly BlockTile[] = [
  { rows: 64, columns: 64, threadRows: 8, threadColumns: 8 },
  { rows: 64, columns: 32, threadRows: 8, threadColumns: 4 },
  { rows: 32, columns: 64, threadRows: 4, threadColumns: 8 },
  { rows: 32, columns: 32, threadRows: 4, threadColumns: 4 },
];

/** Workgroups of a product whose sum is not cut. */
export function blocksIn({ rows, columns, groups }: ProductSizes, tile: BlockTile): number {
  return Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns) * groups;
}

/** A piece of fewer products of each sum than this costs more in storing its partial sums than it wins. */
const shortestPiece = 8 * panelDepth;
/** More pieces than this make the second kernel, which adds them one after the other, the slow one. */
const mostPieces = 256;

/** How a weight gradient's sum is cut: into pieces of `piece` products each, the last perhaps fewer, none empty. */
export function splitSum(sizes: ProductSizes, tile: BlockTile, wantedThreads: number) {
  const threads = blocksIn(sizes, tile) * blockThreads;
  const wanted = Math.min(mostPieces, Math.ceil(wantedThreads / threads), Math.floor(sizes.sum / shortestPiece));
  const piece = panelDepth * Math.ceil(sizes.sum / Math.max(1, wanted) / panelDepth);
  return { pieces: Math.ceil(sizes.sum / piece), piece };
}
