// Gradient clipping by global norm, without a read-back: squares of all gradients are summed over as many buffers as a
// kernel binds, each thread in its own order, then one thread writes factor = min(1, limit/(norm + 1e-6)) for the
// updates.
import { type ComputationOf, squareSums as lanes } from '../../../../ir/index.js';
import { input, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';

export const squareSums: KernelsOf<ComputationOf<'square-sums'>> = ({ computation: { sizes, running } }) => [
  {
    label: `squares of ${sizes.length} gradients`,
    buffers: [
      ...sizes.map((size, index) => ({
        name: `gradient_${index}`,
        type: 'f32' as const,
        size,
        binding: input(running ? index + 1 : index),
      })),
      { name: 'sums', type: 'f32', size: lanes, binding: output(0) },
    ],
    threads: lanes,
    body: ({ load, store, loop }) => `
  var sum = ${running ? load('sums', 'i') : '0.0f'};
${sizes
  .map(
    (size, index) =>
      `  ${loop(
        'at',
        'i',
        wgsl`${size}u`,
        wgsl`at += ${lanes}u`,
      )} { let g = ${load(`gradient_${index}`, 'at')}; sum += g * g; }`,
  )
  .join('\n')}
  ${store('sums', 'i', 'sum')}`,
  },
];

export const clipFactor: KernelsOf<ComputationOf<'clip-factor'>> = ({ computation: { limit } }) => [
  {
    label: 'norm of the gradients',
    buffers: [
      { name: 'sums', type: 'vec4f', size: lanes / 4, binding: input(0) },
      { name: 'factor', type: 'f32', size: 1, binding: output(0) },
    ],
    threads: 1,
    body: ({ load, store, loop }) => `
  var sum = vec4f();
  ${loop('at', '0u', wgsl`${lanes / 4}u`)} { sum += ${load('sums', 'at')}; }
  ${store('factor', '0', `min(1.0f, ${f32(limit)} / (sqrt(sum.x + sum.y + sum.z + sum.w) + ${f32(1e-6)}))`)}`,
  },
];
