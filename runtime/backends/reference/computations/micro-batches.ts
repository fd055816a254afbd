// Micro-batches: taking one from the batch, and accumulating its gradients and metrics.
import type { Compute } from './compute.js';

export const takeMicroBatch: Compute<'take-micro-batch'> = ({ size, image }, [whole], [microBatch], { settings }) => {
  const first = settings.firstImage * image;
  microBatch.set(whole.subarray(first, first + size));
};

export const accumulate: Compute<'accumulate'> = ({ size }, [, term], [sums], { settings }) => {
  const begins = settings.firstImage === 0;
  for (let i = 0; i < size; i++) sums[i] = begins ? term[i] : sums[i] + term[i];
};
