// The losses on scores [batch, classes] and labels. Metrics are the sum of the images' losses and the number of
// images whose first largest score is the label; the gradient is weight/batch times that of an image's loss. A label
// of `noImage` adds nothing and has no gradient. All overwritten.
//
// Softmax cross-entropy: log(sum of exp(x - max)) + max - sum of target*x, and softmax(x) - target, the target being
// (1 - smoothing)*one-hot(label) + smoothing/classes. Mean squared error: the mean over the classes of (x -
// one-hot)^2, and 2*(x - one-hot)/classes.
//
// Two kernels: one thread for each image leaves its two figures in the workspace, then one thread adds them in order
// (a shared array with barriers would cost software adapters a second of compilation).
import { type ComputationOf, type Instruction, noImage } from '../../../../ir/index.js';
import {
  input,
  type Kernel,
  type KernelsOf,
  makeKernel,
  output,
  type StorageBuffer,
  workspace,
} from '../../shaders/kernel.js';
import { f32 } from '../../shaders/wgsl.js';

export const crossEntropy: KernelsOf<ComputationOf<'cross-entropy'>> = (instruction) => {
  const { classes, smoothing } = instruction.computation;
  const right =
    smoothing === 0 ? 'f32(c == label)' : `(${f32(1 - smoothing)} * f32(c == label) + ${f32(smoothing / classes)})`;
  const labelled = `(scores[begin + min(label, ${classes - 1}u)] - largest)`;
  return lossKernels(instruction, 'cross-entropy', {
    loss: `
  let largest = scores[begin + best];
  var sum = 0.0f;
  for (var c = 0u; c < ${classes}u; c++) { sum += exp(scores[begin + c] - largest); }
${
  smoothing === 0
    ? `  let loss = log(sum) - ${labelled};`
    : `  var all = 0.0f;
  for (var c = 0u; c < ${classes}u; c++) { all += scores[begin + c] - largest; }
  let loss = log(sum) - ${f32(1 - smoothing)} * ${labelled} - ${f32(smoothing / classes)} * all;`
}`,
    gradient: `exp(scores[begin + c] - largest) / sum - ${right}`,
  });
};

export const mse: KernelsOf<ComputationOf<'mse'>> = (instruction) => {
  const { classes } = instruction.computation;
  return lossKernels(instruction, 'mean squared error', {
    loss: `
  var squares = 0.0f;
  for (var c = 0u; c < ${classes}u; c++) {
    let difference = scores[begin + c] - f32(c == label);
    squares += difference * difference;
  }
  let loss = squares * ${f32(1 / classes)};`,
    gradient: `${f32(2 / classes)} * (scores[begin + c] - f32(c == label))`,
  });
};

/**
 * `loss` declares an image's `loss`, and `gradient` is its derivative by score `c`: they see `begin`, where the image's
 * scores are, its `label` and its `best` class.
 */
function lossKernels(
  { computation, layer, outputs }: Instruction<ComputationOf<'cross-entropy' | 'mse'>>,
  name: string,
  { loss, gradient }: { readonly loss: string; readonly gradient: string },
): Kernel[] {
  const { batch, classes, weight } = computation;
  const label = `${layer ?? 'output'}: ${name}`;
  const size = batch * classes;
  const withGradient = outputs.length > 1;
  const gradientBuffer: StorageBuffer = { name: 'dscores', type: 'f32', size, binding: output(1) };
  const losses = makeKernel({
    label,
    buffers: [
      { name: 'scores', type: 'f32', size, binding: input(0) },
      { name: 'labels', type: 'u32', size: batch, binding: input(1) },
      { name: 'figures', type: 'vec2f', size: batch, binding: workspace },
      ...(withGradient ? [gradientBuffer] : []),
    ],
    threads: batch,
    body: `
  let begin = i * ${classes}u;
  let label = labels[i];
  let empty = label == ${noImage}u;
  var best = 0u;
  for (var c = 1u; c < ${classes}u; c++) { if (scores[begin + c] > scores[begin + best]) { best = c; } }
${loss}
  figures[i] = select(vec2f(loss, f32(best == label)), vec2f(), empty);
${
  withGradient
    ? `  for (var c = 0u; c < ${classes}u; c++) {
    let derivative = ${gradient};
    dscores[begin + c] = select(${f32(weight / batch)} * derivative, 0.0f, empty);
  }`
    : ''
}`,
  });
  const total = makeKernel({
    label: `${label}, sum over the batch`,
    buffers: [
      { name: 'figures', type: 'vec2f', size: batch, binding: workspace, access: 'read' },
      { name: 'metrics', type: 'vec2f', size: 1, binding: output(0) },
    ],
    threads: 1,
    body: `
  var sum = vec2f();
  for (var image = 0u; image < ${batch}u; image++) { sum += figures[image]; }
  metrics[0] = sum;`,
  });
  return [losses, total];
}
