// The most images that a step can be given where something that grows with them is bounded: its memory, or its
// largest buffer.
import { type Interruptible, runToEnd } from '../../model/interruptible.js';

/**
 * The largest batch that takes at most `budget` bytes; 0 where one image takes more.
 * @param bytesOf what a batch takes, which grows with it
 * @param tooLarge a batch that takes more than `budget`
 */
export function largestBatch(bytesOf: (batch: number) => number, tooLarge: number, budget: number): number {
  // biome-ignore lint/correctness/useYield: it computes each size in one piece.
  function* inOnePiece(batch: number): Interruptible<number> {
    return bytesOf(batch);
  }
  return runToEnd(largestBatchInterruptibly(inOnePiece, tooLarge, budget));
}

export function* largestBatchInterruptibly(
  bytesOf: (batch: number) => Interruptible<number>,
  tooLarge: number,
  budget: number,
): Interruptible<number> {
  let fits = { batch: 1, bytes: yield* bytesOf(1) };
  if (tooLarge === 1 || fits.bytes > budget) return 0;
  let exceeds = { batch: tooLarge, bytes: yield* bytesOf(tooLarge) };
  // Bytes grow with the batch in nearly a straight line: where it meets the budget is within an image or two of the
  // end.
  for (let byLine = true; exceeds.batch - fits.batch > 1; byLine = !byLine) {
    const slope = (exceeds.bytes - fits.bytes) / (exceeds.batch - fits.batch);
    const step = byLine ? Math.floor((budget - fits.bytes) / slope) : 1;
    const batch = fits.batch + Math.min(Math.max(1, step), exceeds.batch - fits.batch - 1);
    const tried = { batch, bytes: yield* bytesOf(batch) };
    if (tried.bytes <= budget) fits = tried;
    else exceeds = tried;
  }
  return fits.batch;
}
