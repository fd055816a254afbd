// Splits training images into training and validation: held-out images are drawn by the seed from a random stream of
// their own, so that the rest of the run draws the same numbers as without them.
import { inOrder, shuffledOrder } from '../data/batches.js';
import { mulberry32, pcg } from '../ir/index.js';

export interface Split {
  /** Indices of training images, ascending; never empty. */
  readonly training: Uint32Array;
  /** The others, ascending; at least one where there is a share and there are two images. */
  readonly validation: Uint32Array;
}

/** Training images that are not held out. @param share as of `splitImages` */
export function countTrainingImages(count: number, share: number): number {
  return count - countHeldOut(count, share);
}

function countHeldOut(count: number, share: number): number {
  return share === 0 ? 0 : Math.min(count - 1, Math.max(1, Math.round(share * count)));
}

/** @param share from 0 up to, but not including, 1, rounded to whole images */
export function splitImages(count: number, share: number, seed: number): Split {
  const heldOut = countHeldOut(count, share);
  if (heldOut === 0) return { training: inOrder(count), validation: new Uint32Array() };
  const drawn = shuffledOrder(count, mulberry32(pcg(pcg(seed) + 1)));
  return { training: drawn.slice(heldOut).sort(), validation: drawn.slice(0, heldOut).sort() };
}
