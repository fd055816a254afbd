// The most images that a step can be given in so much memory, by the runtime's own planner.

/** @param bytesOf what a batch takes, which grows with it; @param tooLarge a batch that takes more than `budget`. 0 when one image does. */
export function largestBatch(bytesOf: (batch: number) => number, tooLarge: number, budget: number): number {
  let fits = { batch: 1, bytes: bytesOf(1) };
  let exceeds = { batch: tooLarge, bytes: bytesOf(tooLarge) };
  if (fits.bytes > budget) return 0;
  // Bytes grow with the batch in nearly a straight line: where it meets the budget is within an image or two of the end.
  for (let byLine = true; exceeds.batch - fits.batch > 1; byLine = !byLine) {
    const slope = (exceeds.bytes - fits.bytes) / (exceeds.batch - fits.batch);
    const step = byLine ? Math.floor((budget - fits.bytes) / slope) : 1;
    const batch = fits.batch + Math.min(Math.max(1, step), exceeds.batch - fits.batch - 1);
    const tried = { batch, bytes: bytesOf(batch) };
    if (tried.bytes <= budget) fits = tried;
    else exceeds = tried;
  }
  return fits.batch;
}
