// The fully connected layer: y = x*w + b, dx = dy*w^T, dw = x^T*dy, with x as [batch, inputs] and w as [inputs, units].
import type { Compute } from '../compute.js';
import { multiplyInSlices, rowMajor, transposed } from './matrix.js';

export const fc: Compute<'fc'> = ({ batch, inputs, units }, [x, weights, biases], [y]) => {
  if (biases) for (let n = 0; n < batch; n++) y.set(biases, n * units);
  return multiplyInSlices(
    batch,
    units,
    inputs,
    rowMajor(x, inputs),
    rowMajor(weights, units),
    rowMajor(y, units),
    biases !== undefined,
  );
};

export const fcInputGradient: Compute<'fc-input-gradient'> = ({ batch, inputs, units }, [dy, weights], [dx]) => {
  const w = rowMajor(weights, units);
  return multiplyInSlices(batch, inputs, units, rowMajor(dy, units), transposed(w), rowMajor(dx, inputs), false);
};

export const fcWeightGradient: Compute<'fc-weight-gradient'> = ({ batch, inputs, units }, [x, dy], [dweights]) => {
  const columns = transposed(rowMajor(x, inputs));
  return multiplyInSlices(inputs, units, batch, columns, rowMajor(dy, units), rowMajor(dweights, units), false);
};
