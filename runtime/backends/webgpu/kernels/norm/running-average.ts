// Running statistics, in place: running = (1 - share)*running + share*factor*current. Elementwise.
import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32 } from '../../shaders/wgsl.js';
import { elementwise } from '../pointwise/elementwise.js';

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
      body: `  running[i] = ${f32(1 - share)} * running[i] + ${f32(share * factor)} * current[i];`,
    }),
  ];
};
