// The Euclidean norm of all gradients together, and the factor that clips it to a limit.
import { squareSums as lanes } from '../../../ir/index.js';
import type { Compute } from './compute.js';

export const squareSums: Compute<'square-sums'> = ({ running }, inputs, [sums]) => {
  if (!running) sums.fill(0);
  for (const gradient of running ? inputs.slice(1) : inputs) {
    for (let i = 0; i < gradient.length; i++) sums[i % lanes] += gradient[i] * gradient[i];
  }
};

export const clipFactor: Compute<'clip-factor'> = ({ limit }, [sums], [factor]) => {
  let sum = 0;
  for (let i = 0; i < lanes; i++) sum += sums[i];
  factor[0] = Math.min(1, limit / (Math.sqrt(sum) + 1e-6));
};
