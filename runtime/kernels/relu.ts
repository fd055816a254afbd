// Rectified linear unit: y = max(x, 0) and dx = dy where y > 0, else 0. Elementwise; overwrites.
// Written as a choice and not as max(): a NaN must stay one, so that a diverged training shows.
import type { ComputationOf } from '../program/program.js';
import { elementwise } from './elementwise.js';
import { input, type KernelsOf, output } from './kernel.js';
import { unwritten } from './unwritten.js';

export const relu: KernelsOf<ComputationOf<'pointwise'>> = (instruction) => {
  const { computation, layer } = instruction;
  if (computation.function.kind !== 'relu') return unwritten(instruction);
  return [
    elementwise({
      label: `${layer}: relu`,
      size: computation.size,
      buffers: [
        { name: 'x', binding: input(0) },
        { name: 'y', binding: output(0) },
      ],
      body: '  y[i] = select(x[i], T(0), x[i] < T(0));',
    }),
  ];
};

export const reluGradient: KernelsOf<ComputationOf<'pointwise-gradient'>> = (instruction) => {
  const { computation, layer } = instruction;
  if (computation.function.kind !== 'relu') return unwritten(instruction);
  return [
    elementwise({
      label: `${layer}: relu gradient`,
      size: computation.size,
      buffers: [
        { name: 'y', binding: input(0) },
        { name: 'dy', binding: input(1) },
        { name: 'dx', binding: output(0) },
      ],
      body: '  dx[i] = select(dy[i], T(0), y[i] <= T(0));',
    }),
  ];
};
