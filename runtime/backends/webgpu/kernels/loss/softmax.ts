// Softmax over the last axis of [rows, channels]: y = exp(x - max)/sum of exp(x - max), and its gradient
// dx[c] = y[c] * (dy[c] - sum over k of dy[k]*y[k]). One thread a row; both overwrite.
import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelsOf, makeKernel, output } from '../../shaders/kernel.js';

export const softmax: KernelsOf<ComputationOf<'softmax'>> = ({ computation, layer }) => {
  const { rows, channels } = computation;
  const size = rows * channels;
  const kernel = makeKernel({
    label: `${layer}: softmax`,
    buffers: [
      { name: 'x', type: 'f32', size, binding: input(0) },
      { name: 'y', type: 'f32', size, binding: output(0) },
    ],
    threads: rows,
    body: `
  let begin = i * ${channels}u;
  let end = begin + ${channels}u;
  var largest = x[begin];
  for (var at = begin; at < end; at++) { largest = max(largest, x[at]); }
  var sum = 0.0f;
  for (var at = begin; at < end; at++) { sum += exp(x[at] - largest); }
  for (var at = begin; at < end; at++) { y[at] = exp(x[at] - largest) / sum; }`,
  });
  return [kernel];
};

export const softmaxGradient: KernelsOf<ComputationOf<'softmax-gradient'>> = ({ computation, layer }) => {
  const { rows, channels } = computation;
  const size = rows * channels;
  const kernel = makeKernel({
    label: `${layer}: softmax gradient`,
    buffers: [
      { name: 'y', type: 'f32', size, binding: input(0) },
      { name: 'dy', type: 'f32', size, binding: input(1) },
      { name: 'dx', type: 'f32', size, binding: output(0) },
    ],
    threads: rows,
    body: `
  let begin = i * ${channels}u;
  let end = begin + ${channels}u;
  var sum = 0.0f;
  for (var at = begin; at < end; at++) { sum += dy[at] * y[at]; }
  for (var at = begin; at < end; at++) { dx[at] = y[at] * (dy[at] - sum); }`,
  });
  return [kernel];
};
