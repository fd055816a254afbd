// Micro-batches. take-micro-batch: part[i] = whole[firstImage*image + i]; overwrites. accumulate: sums[i] += term[i]
// in place, and sums[i] = term[i] in the first micro-batch, so that no kernel clears the sums.
import type { ComputationOf } from '../../../../ir/index.js';
import { elementwise } from '../../shaders/elementwise.js';
import { input, type KernelsOf, output } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';

export const takeMicroBatch: KernelsOf<ComputationOf<'take-micro-batch'>> = ({ computation }) => {
  const { size, whole, image, values } = computation;
  const width = values === 'f32' && image % 4 === 0 ? 4 : 1;
  const type = width === 4 ? 'vec4f' : values;
  return [
    {
      label: `${values === 'u32' ? 'labels' : 'images'} of a micro-batch`,
      buffers: [
        { name: 'whole', type, size: whole / width, binding: input(0) },
        { name: 'part', type, size: size / width, binding: output(0) },
      ],
      threads: size / width,
      settings: true,
      body: ({ load, store }) =>
        `  ${store('part', 'i', load('whole', wgsl`settings.first_image * ${image / width}u + i`))}`,
    },
  ];
};

export const accumulate: KernelsOf<ComputationOf<'accumulate'>> = ({ computation: { size }, layer }) => [
  elementwise({
    label: `${layer ?? 'metrics'}: sum over the micro-batches`,
    size,
    buffers: [
      { name: 'term', binding: input(1) },
      { name: 'sums', binding: output(0) },
    ],
    settings: true,
    body: ({ load, store }) =>
      `  ${store(
        'sums',
        'i',
        `select(${load('sums', 'i')} + ${load('term', 'i')}, ${load('term', 'i')}, settings.first_image == 0u)`,
      )}`,
  }),
];
