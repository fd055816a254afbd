// Softmax over the last axis of [rows, channels]: y = exp(x - max)/sum of exp(x - max), and its gradient dx[c] = y[c] *
// (dy[c] - sum over k of dy[k]*y[k]). One thread a row; both overwrite.
import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';

export const softmax: KernelsOf<ComputationOf<'softmax'>> = ({ computation, layer }) => {
  const { rows, channels } = computation;
  const size = rows * channels;
  const kernel: KernelSource = {
    label: `${layer}: softmax`,
    buffers: [
      { name: 'x', type: 'f32', size, binding: input(0) },
      { name: 'y', type: 'f32', size, binding: output(0) },
    ],
    threads: rows,
    body: ({ load, store, loop }) => wgsl`
  let begin = i * ${channels}u;
  let end = begin + ${channels}u;
  var largest = ${load('x', 'begin')};
  ${loop('at', 'begin', 'end')} { largest = max(largest, ${load('x', 'at')}); }
  var sum = 0.0f;
  ${loop('at', 'begin', 'end')} { sum += exp(${load('x', 'at')} - largest); }
  ${loop('at', 'begin', 'end')} { ${store('y', 'at', `exp(${load('x', 'at')} - largest) / sum`)} }`,
  };
  return [kernel];
};

export const softmaxGradient: KernelsOf<ComputationOf<'softmax-gradient'>> = ({ computation, layer }) => {
  const { rows, channels } = computation;
  const size = rows * channels;
  const kernel: KernelSource = {
    label: `${layer}: softmax gradient`,
    buffers: [
      { name: 'y', type: 'f32', size, binding: input(0) },
      { name: 'dy', type: 'f32', size, binding: input(1) },
      { name: 'dx', type: 'f32', size, binding: output(0) },
    ],
    threads: rows,
    body: ({ load, store, loop }) => wgsl`
  let begin = i * ${channels}u;
  let end = begin + ${channels}u;
  var sum = 0.0f;
  ${loop('at', 'begin', 'end')} { sum += ${load('dy', 'at')} * ${load('y', 'at')}; }
  ${loop('at', 'begin', 'end')} { ${store('dx', 'at', `${load('y', 'at')} * (${load('dy', 'at')} - sum)`)} }`,
  };
  return [kernel];
};
