// The fully connected layer: y = x*w + b, dx = dy*w^T, dw = x^T*dy, with x as [batch, inputs] and w as [inputs, units].
import type { Compute } from '../compute.js';
import { multiplyInSlices, rowMajor, transposed } from './matrix.js';

export const fc: Compute<'fc'> = ({ batch, inputs, units }, [x, weights, biases], [y]) => {
  if (biases) for (let n = 0; n < batch; n++) y.set(biases, n * units);
  const [a, b, c] = [rowMajor(x, inputs), rowMajor(weights, units), rowMajor(y, units)];
  return multiplyInSlices({ rows: batch, columns: units, depth: inputs, a, b, c, accumulate: biases !== undefined });
};

export const fcInputGradient: Compute<'fc-input-gradient'> = ({ batch, inputs, units }, [dy, weights], [dx]) => {
  const [a, b, c] = [rowMajor(dy, units), transposed(rowMajor(weights, units)), rowMajor(dx, inputs)];
  return multiplyInSlices({ rows: batch, columns: inputs, depth: units, a, b, c });
};

export const fcWeightGradient: Compute<'fc-weight-gradient'> = ({ batch, inputs, units }, [x, dy], [dweights]) => {
  const [a, b, c] = [transposed(rowMajor(x, inputs)), rowMajor(dy, units), rowMajor(dweights, units)];
  return multiplyInSlices({ rows: inputs, columns: units, depth: batch, a, b, c });
};
