// Losses on scores x [batch, classes] with labels, smoothing e, and their gradients; all overwritten. `noImage` labels
// count nothing. Metrics: the sum of the images' losses, and how many images' first largest score is the label.
// - cross-entropy: log(sum exp(x - max)) + max - sum t*x, gradient softmax(x) - t; t = (1 - e)*onehot + e/classes.
// - mean squared error: mean over classes of (x - onehot)^2, gradient 2*(x - onehot)/classes.
//
// Two kernels: a thread an image writes loss and hit to the workspace, then one thread adds them in order. A reduction
// with barriers would cost software adapters a second of compilation.

import { type ComputationOf, type Instruction, noImage } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import {
  input,
  type KernelSource,
  type KernelsOf,
  output,
  type StorageBuffer,
  workspace,
} from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';

export const crossEntropy: KernelsOf<ComputationOf<'cross-entropy'>> = (instruction) => {
  const { classes, smoothing } = instruction.computation;
  const right =
    smoothing === 0 ? 'f32(c == label)' : `(${f32(1 - smoothing)} * f32(c == label) + ${f32(smoothing / classes)})`;
  const labelled = ({ load }: Emitter) => `(${load('scores', wgsl`begin + min(label, ${classes - 1}u)`)} - largest)`;
  return lossKernels(instruction, 'cross-entropy', {
    loss: (emit) => `
  let largest = ${emit.load('scores', 'begin + best')};
  var sum = 0.0f;
  ${emit.loop('c', '0u', wgsl`${classes}u`)} { sum += exp(${emit.load('scores', 'begin + c')} - largest); }
${
  smoothing === 0
    ? `  let loss = log(sum) - ${labelled(emit)};`
    : `  var all = 0.0f;
  ${emit.loop('c', '0u', wgsl`${classes}u`)} { all += ${emit.load('scores', 'begin + c')} - largest; }
  let loss = log(sum) - ${f32(1 - smoothing)} * ${labelled(emit)} - ${f32(smoothing / classes)} * all;`
}`,
    gradient: ({ load }) => `exp(${load('scores', 'begin + c')} - largest) / sum - ${right}`,
  });
};

export const mse: KernelsOf<ComputationOf<'mse'>> = (instruction) => {
  const { classes } = instruction.computation;
  return lossKernels(instruction, 'mean squared error', {
    loss: ({ load, loop }) => `
  var squares = 0.0f;
  ${loop('c', '0u', wgsl`${classes}u`)} {
    let difference = ${load('scores', 'begin + c')} - f32(c == label);
    squares += difference * difference;
  }
  let loss = squares * ${f32(1 / classes)};`,
    gradient: ({ load }) => `${f32(2 / classes)} * (${load('scores', 'begin + c')} - f32(c == label))`,
  });
};

/**
 * `loss` declares an image's `loss`, and `gradient` is its derivative by score `c`: they see `begin`, where the image's
 * scores are, its `label` and its `best` class.
 */
function lossKernels(
  { computation, layer, outputs }: Instruction<ComputationOf<'cross-entropy' | 'mse'>>,
  name: string,
  { loss, gradient }: { readonly loss: KernelSource['body']; readonly gradient: KernelSource['body'] },
): KernelSource[] {
  const { batch, classes, weight } = computation;
  const label = `${layer ?? 'output'}: ${name}`;
  const size = batch * classes;
  const withGradient = outputs.length > 1;
  const gradientBuffer: StorageBuffer = { name: 'dscores', type: 'f32', size, binding: output(1) };
  const isAbove = ({ load }: Emitter) => `${load('scores', 'begin + c')} > ${load('scores', 'begin + best')}`;
  const losses: KernelSource = {
    label,
    buffers: [
      { name: 'scores', type: 'f32', size, binding: input(0) },
      { name: 'labels', type: 'u32', size: batch, binding: input(1) },
      { name: 'figures', type: 'vec2f', size: batch, binding: workspace },
      ...(withGradient ? [gradientBuffer] : []),
    ],
    threads: batch,
    settings: withGradient,
    body: (emit) => wgsl`
  let begin = i * ${classes}u;
  let label = ${emit.load('labels', 'i')};
  let empty = label == ${noImage}u;
  var best = 0u;
  ${emit.loop('c', '1u', wgsl`${classes}u`)} { if (${isAbove(emit)}) { best = c; } }
${loss(emit)}
  ${emit.store('figures', 'i', 'select(vec2f(loss, f32(best == label)), vec2f(), empty)')}
${
  withGradient
    ? `  ${emit.loop('c', '0u', wgsl`${classes}u`)} {
    let derivative = ${gradient(emit)};
    ${emit.store(
      'dscores',
      'begin + c',
      `select(${f32(weight / batch)} * settings.partial_scale * derivative, 0.0f, empty)`,
    )}
  }`
    : ''
}`,
  };
  const total: KernelSource = {
    label: `${label}, sum over the batch`,
    buffers: [
      { name: 'figures', type: 'vec2f', size: batch, binding: workspace, access: 'read' },
      { name: 'metrics', type: 'vec2f', size: 1, binding: output(0) },
    ],
    threads: 1,
    body: ({ load, store, loop }) => `
  var sum = vec2f();
  ${loop('image', '0u', wgsl`${batch}u`)} { sum += ${load('figures', 'image')}; }
  ${store('metrics', '0', 'sum')}`,
  };
  return [losses, total];
}
