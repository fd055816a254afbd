// Losses on scores x [rows, classes] with labels, smoothing e, and their gradients; all overwritten. Labels from
// `ignoredLabel` on count nothing. Metrics: the sum of the rows' losses, and how many first largest scores are the
// label.
// - cross-entropy: log(sum exp(x - max)) + max - sum t*x, gradient softmax(x) - t; t = (1 - e)*onehot + e/classes.
// - mean squared error: mean over classes of (x - onehot)^2, gradient 2*(x - onehot)/classes.
// - mean absolute error: mean over classes of |x - onehot|, gradient sign(x - onehot)/classes.
//
// A thread a row writes loss and hit to the workspace; sums.ts adds them.

import { type ComputationOf, type Instruction, ignoredLabel } from '../../../../ir/index.js';
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
import { countRowSums, rowLossEntries } from '../../variants/loss-sums.js';
import { sumKernels } from './sums.js';

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
    loss: (emit) => errorLoss(emit, classes, 'difference * difference'),
    gradient: ({ load }) => `${f32(2 / classes)} * (${load('scores', 'begin + c')} - f32(c == label))`,
  });
};

export const mae: KernelsOf<ComputationOf<'mae'>> = (instruction) => {
  const { classes } = instruction.computation;
  return lossKernels(instruction, 'mean absolute error', {
    loss: (emit) => errorLoss(emit, classes, 'abs(difference)'),
    gradient: ({ load }) => `${f32(1 / classes)} * sign(${load('scores', 'begin + c')} - f32(c == label))`,
  });
};

/** The mean over the classes of an error of `difference`. */
function errorLoss({ load, loop }: Emitter, classes: number, error: string): string {
  return `
  var errors = 0.0f;
  ${loop('c', '0u', wgsl`${classes}u`)} {
    let difference = ${load('scores', 'begin + c')} - f32(c == label);
    errors += ${error};
  }
  let loss = errors * ${f32(1 / classes)};`;
}

/**
 * `loss` declares a row's `loss`, and `gradient` is its derivative by score `c`: they see `begin`, where the row's
 * scores are, its `label` and its `best` class.
 */
function lossKernels(
  { computation, layer, outputs }: Instruction<ComputationOf<'cross-entropy' | 'mse' | 'mae'>>,
  name: string,
  { loss, gradient }: { readonly loss: KernelSource['body']; readonly gradient: KernelSource['body'] },
): KernelSource[] {
  const { rows, classes, weight } = computation;
  const entries = rowLossEntries(computation);
  const label = `${layer ?? 'output'}: ${name}`;
  const size = rows * classes;
  const withGradient = outputs.length > 1;
  const gradientBuffer: StorageBuffer = { name: 'dscores', type: 'f32', size, binding: output(1) };
  const isAbove = ({ load }: Emitter) => `${load('scores', 'begin + c')} > ${load('scores', 'begin + best')}`;
  const losses: KernelSource = {
    label,
    buffers: [
      { name: 'scores', type: 'f32', size, binding: input(0) },
      { name: 'labels', type: 'u32', size: rows, binding: input(1) },
      { name: 'figures', type: 'vec2f', size: entries, binding: workspace },
      ...(withGradient ? [gradientBuffer] : []),
    ],
    threads: rows,
    settings: withGradient,
    body: (emit) => wgsl`
  let begin = i * ${classes}u;
  let label = ${emit.load('labels', 'i')};
  let empty = label >= ${ignoredLabel}u;
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
      `select(${f32(weight / rows)} * settings.loss_scale * derivative, 0.0f, empty)`,
    )}
  }`
    : ''
}`,
  };
  return [losses, ...sumKernels(label, { entries, count: rows, parts: countRowSums(computation) })];
}
