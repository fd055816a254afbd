// Sums: over the rows of a bias's gradient, and of tensors of one shape.
import type { Compute } from './compute.js';

export const biasGradient: Compute<'bias-gradient'> = ({ rows, channels }, [dy], [dbias], context) => {
  const sums = context.scratch(channels).fill(0, 0, channels);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) sums[c] += dy[at++];
  }
  for (let c = 0; c < channels; c++) dbias[c] = sums[c];
};

export const add: Compute<'add'> = ({ size }, [first, ...others], [sum]) => {
  for (let i = 0; i < size; i++) {
    let total = first[i];
    for (const other of others) total += other[i];
    sum[i] = total;
  }
};
