// The error of images y and target [batch, size], d = y - target, and its gradient; all overwritten. Metrics: the sum
// of the images' means of |d|^power, and of 10*log10(1/max(1e-10, mean of d^2)). Images labelled `noImage` count
// nothing.
// - gradient: weight/(batch*size) times 2*d or sign(d), times the settings' loss scale.
//
// A thread a piece of an image takes every `pieces`-th value, so that neighbouring threads read neighbouring values,
// and writes its sums to the workspace; then a thread an image adds its pieces, and sums.ts the images.
import { type ComputationOf, noImage } from '../../../../ir/index.js';
import { input, type KernelSource, type KernelsOf, output, workspace } from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';
import { countImagePieces, imageErrorEntries } from '../../variants/loss-sums.js';
import { sumKernels } from './sums.js';

export const imageError: KernelsOf<ComputationOf<'image-error'>> = ({ computation, layer, outputs }) => {
  const { batch, size, weight, power } = computation;
  const label = `${layer ?? 'output'}: mean ${power === 1 ? 'absolute' : 'squared'} error`;
  const pieces = countImagePieces(size);
  const entries = imageErrorEntries(computation);
  const withGradient = outputs.length > 1;
  const figures = { name: 'figures', type: 'vec2f', size: entries, binding: workspace } as const;
  const labels = { name: 'labels', type: 'u32', size: batch, binding: input(2) } as const;
  const slope = power === 1 ? 'sign(d)' : '2.0f * d';
  const errors: KernelSource = {
    label,
    buffers: [
      { name: 'y', type: 'f32', size: batch * size, binding: input(0) },
      { name: 'goal', type: 'f32', size: batch * size, binding: input(1) },
      labels,
      figures,
      ...(withGradient ? [{ name: 'dy', type: 'f32', size: batch * size, binding: output(1) } as const] : []),
    ],
    threads: batch * pieces,
    settings: withGradient,
    body: ({ load, store, loop }) => wgsl`
  let image = i / ${pieces}u;
  let begin = image * ${size}u;
  let empty = ${load('labels', 'image')} == ${noImage}u;
  var sum = vec2f();
  ${loop('at', wgsl`i % ${pieces}u`, wgsl`${size}u`, wgsl`at += ${pieces}u`)} {
    let d = select(${load('y', 'begin + at')} - ${load('goal', 'begin + at')}, 0.0f, empty);
    sum += vec2f(${power === 1 ? 'abs(d)' : 'd * d'}, d * d);
${
  withGradient
    ? `    ${store('dy', 'begin + at', `${f32(weight / (batch * size))} * settings.loss_scale * (${slope})`)}`
    : ''
}
  }
  ${store('figures', 'i', 'sum')}`,
  };
  const images: KernelSource = {
    label: `${label}, sums over images`,
    buffers: [labels, figures],
    threads: batch,
    body: ({ load, store, loop }) => wgsl`
  var sum = vec2f();
  ${loop('piece', '0u', wgsl`${pieces}u`)} { sum += ${load('figures', wgsl`i * ${pieces}u + piece`)}; }
  sum *= ${f32(1 / size)};
  let ratio = ${f32(-10 / Math.LN10)} * log(max(${f32(1e-10)}, sum.y));
  let empty = ${load('labels', 'i')} == ${noImage}u;
  ${store('figures', wgsl`${batch * pieces}u + i`, 'select(vec2f(sum.x, ratio), vec2f(), empty)')}`,
  };
  const summed = { entries, first: batch * pieces, count: batch, parts: undefined };
  return [errors, images, ...sumKernels(label, summed)];
};
