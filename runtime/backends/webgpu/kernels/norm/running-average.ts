// Running statistics, in place: running = (1 - share)*running + share*factor*current. Elementwise.
import type { ComputationOf } from '../../../../ir/index.js';
import { elementwise } from '../../shaders/elementwise.js';
import { input, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32 } from '../../shaders/wgsl.js';

export const runningAverage: KernelsOf<ComputationOf<'running-average'>> = ({ computation, layer }) => {
  const { size, share, factor } = computation;
  return [
    elementwise({
      label: `${layer}: running average`,
      size,
      buffers: [
        { name: 'current', binding: input(1) },
        { name: 'running', binding: output(0) },
      ],
      body: ({ load, store }) =>
        `  ${store('running', 'i', `${f32(1 - share)} * ${load('running', 'i')} + ${f32(share * factor)} * ${load('current', 'i')}`)}`,
    }),
  ];
};
