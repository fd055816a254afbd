// The rectifier: y = max(x, 0). Its gradient passes where y > 0; at x = 0 it is 0, as in PyTorch.
import type { Compute } from './compute.js';

export const relu: Compute<'relu'> = ({ size }, [x], [y]) => {
  for (let i = 0; i < size; i++) {
    // NaN stays NaN: a training that has gone wrong must show it.
    y![i] = Math.max(x![i]!, 0);
  }
};

export const reluGradient: Compute<'relu-gradient'> = ({ size }, [y, dy], [dx]) => {
  for (let i = 0; i < size; i++) dx![i] = y![i]! > 0 ? dy![i]! : 0;
};
