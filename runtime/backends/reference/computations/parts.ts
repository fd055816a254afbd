// What is done for each part of a split batch beside its own work: taking it from the batch, and adding up what it
// gives.
import type { Compute } from './compute.js';

export const takePart: Compute<'take-part'> = ({ size, image }, [whole], [part], { settings }) => {
  const first = settings.firstImage * image;
  part.set(whole.subarray(first, first + size));
};

export const accumulate: Compute<'accumulate'> = ({ size }, [, term], [sums], { settings }) => {
  const begins = settings.firstImage === 0;
  for (let i = 0; i < size; i++) sums[i] = begins ? term[i] : sums[i] + term[i];
};
