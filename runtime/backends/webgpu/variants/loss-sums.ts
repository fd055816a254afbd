// How losses are added up on WebGPU: entries of two values (a loss, and a metric) in the workspace, which few threads
// add in turn. The planner asks, since entries take workspace.
import type { LabelledRows } from '../../../ir/index.js';

/** More rows than this are added in two rounds: one thread alone would take milliseconds. */
const mostAddedByOne = 4096;
/** Threads of the first round. */
const addingThreads = 1024;
/** Pieces that the values of an image are cut into at most, one for a thread. */
const mostPieces = 256;
/** A piece that is shorter is not worth a thread. */
const shortestPiece = 16;

/** Threads that add rows before one adds what they come to; undefined where one adds all. */
export function countRowSums({ rows }: Pick<LabelledRows, 'rows'>): number | undefined {
  return rows > mostAddedByOne ? addingThreads : undefined;
}

/** One for each row, and then one for each thread that adds them. */
export function rowLossEntries(sizes: Pick<LabelledRows, 'rows'>): number {
  return sizes.rows + (countRowSums(sizes) ?? 0);
}

/** Pieces of an image, which take its values in turn. */
export function countImagePieces(size: number): number {
  return Math.max(1, Math.min(mostPieces, Math.floor(size / shortestPiece)));
}

/** One for each piece of an image, and then one for each image. */
export function imageErrorEntries({ batch, size }: { readonly batch: number; readonly size: number }): number {
  return batch * (countImagePieces(size) + 1);
}
