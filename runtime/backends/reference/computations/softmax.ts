// Softmax over the last axis: y = exp(x - max)/sum. Its gradient is dx = y*(dy - sum(y*dy)).
import type { Compute } from './compute.js';

export const softmax: Compute<'softmax'> = ({ rows, channels }, [x], [y]) => {
  for (let start = 0; start < rows * channels; start += channels) {
    const end = start + channels;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) largest = Math.max(largest, x[i]);
    let sum = 0;
    for (let i = start; i < end; i++) sum += Math.exp(x[i] - largest);
    for (let i = start; i < end; i++) y[i] = Math.exp(x[i] - largest) / sum;
  }
};

export const softmaxGradient: Compute<'softmax-gradient'> = ({ rows, channels }, [y, dy], [dx]) => {
  for (let start = 0; start < rows * channels; start += channels) {
    const end = start + channels;
    let mean = 0;
    for (let i = start; i < end; i++) mean += y[i] * dy[i];
    for (let i = start; i < end; i++) dx[i] = y[i] * (dy[i] - mean);
  }
};
