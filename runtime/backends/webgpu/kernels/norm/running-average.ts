// Running statistics, in place: running = (1 - share)*running + share*factor*current. Elementwise.
import type { ComputationOf } from '../../../../ir/index.js';
import { elementwise } from '../../shaders/elementwise.js';
import { input, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';

export const runningAverage: KernelsOf<ComputationOf<'running-average'>> = ({ computation, layer }) => {
  const { size, share, factor, unbiased } = computation;
  const whole = f32(share * factor);
  // Whole batches take the constant, so that their results do not depend on how a device divides.
  const ofPartial = unbiased
    ? wgsl`
  let count = ${unbiased.places}u - settings.empty_slots * ${unbiased.imagePlaces ?? 0}u;
  let partial = ${f32(share)} * f32(count) / f32(max(count, 2u) - 1u);
  let factor = select(partial, ${whole}, settings.empty_slots == 0u);
`
    : '';
  const weight = unbiased ? 'factor' : whole;
  return [
    elementwise({
      settings: unbiased !== undefined,
      label: `${layer}: running average`,
      size,
      buffers: [
        { name: 'current', binding: input(1) },
        { name: 'running', binding: output(0) },
      ],
      body: ({ load, store }) =>
        `${ofPartial}  ${store(
          'running',
          'i',
          `${f32(1 - share)} * ${load('running', 'i')} + ${weight} * ${load('current', 'i')}`,
        )}`,
    }),
  ];
};
