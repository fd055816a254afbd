// Local response normalisation over neighbouring channels: y = x/d^beta, d = k + alpha/size * sum of x^2 (Krizhevsky
// et al., "ImageNet Classification with Deep Convolutional Neural Networks", 2012, section 3.3; alpha/size as in
// Caffe and PyTorch).
import type { ResponseNorm } from '../../../ir/index.js';
import type { Values } from '../../cpu/index.js';
import type { Compute } from './compute.js';

/** Writes the denominators d of one row's channels. */
function denominators({ channels, size, alpha, k }: ResponseNorm, x: Values, start: number, d: Values): void {
  const reach = (size - 1) / 2;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let j = Math.max(0, c - reach); j <= Math.min(channels - 1, c + reach); j++) sum += x[start + j] ** 2;
    d[c] = k + (alpha / size) * sum;
  }
}

export const lrn: Compute<'lrn'> = (norm, [x], [y], context) => {
  const { rows, channels, beta } = norm;
  const d = context.scratch(channels);
  for (let start = 0; start < rows * channels; start += channels) {
    denominators(norm, x, start, d);
    for (let c = 0; c < channels; c++) y[start + c] = x[start + c] * d[c] ** -beta;
  }
};

export const lrnGradient: Compute<'lrn-gradient'> = (norm, [x, y, dy], [dx], context) => {
  const { rows, channels, size, alpha, beta } = norm;
  const reach = (size - 1) / 2;
  const d = context.scratch(channels);
  for (let start = 0; start < rows * channels; start += channels) {
    denominators(norm, x, start, d);
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let j = Math.max(0, c - reach); j <= Math.min(channels - 1, c + reach); j++) {
        sum += (dy[start + j] * y[start + j]) / d[j];
      }
      dx[start + c] = dy[start + c] * d[c] ** -beta - ((2 * alpha * beta) / size) * x[start + c] * sum;
    }
  }
};
