// Softmax cross-entropy on logits [batch, classes]: an image's loss is log(sum of exp(x - max)) + max - x[label], and
// dlogits = weight/batch * (softmax(x) - one-hot(label)). Metrics are the sum of the losses and the number of images
// whose first largest logit is the label. A label of `noImage` adds nothing and has no gradient. All overwritten.
//
// Two kernels: one thread for each image leaves its two figures in the workspace, then one thread adds them in order
// (a shared array with barriers would cost software adapters a second of compilation).
import { type ComputationOf, noImage } from '../program/program.js';
import { input, type KernelsOf, makeKernel, output, type StorageBuffer, workspace } from './kernel.js';
import { f32 } from './wgsl.js';

export const crossEntropy: KernelsOf<ComputationOf<'cross-entropy'>> = ({ computation, layer, outputs }) => {
  const { batch, classes, weight } = computation;
  const label = `${layer ?? 'output'}: cross-entropy`;
  const size = batch * classes;
  const withGradient = outputs.length > 1;
  const gradientBuffer: StorageBuffer = { name: 'dlogits', type: 'f32', size, binding: output(1) };
  const losses = makeKernel({
    label,
    buffers: [
      { name: 'logits', type: 'f32', size, binding: input(0) },
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
  for (var c = 1u; c < ${classes}u; c++) { if (logits[begin + c] > logits[begin + best]) { best = c; } }
  let largest = logits[begin + best];
  var sum = 0.0f;
  for (var c = 0u; c < ${classes}u; c++) { sum += exp(logits[begin + c] - largest); }
  let loss = log(sum) + largest - logits[begin + min(label, ${classes - 1}u)];
  figures[i] = select(vec2f(loss, f32(best == label)), vec2f(), empty);
${
  withGradient
    ? `  for (var c = 0u; c < ${classes}u; c++) {
    let difference = exp(logits[begin + c] - largest) / sum - f32(c == label);
    dlogits[begin + c] = select(${f32(weight / batch)} * difference, 0.0f, empty);
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
};
