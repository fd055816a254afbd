// Stochastic gradient descent, in place: v = momentum*v + dw; w = w - learningRate*v. Elementwise. The learning rate
// comes with the step's settings, so that a schedule needs no new kernel; the momentum is baked in.
import type { ComputationOf } from '../program/program.js';
import { elementwise } from './elementwise.js';
import { input, type KernelsOf, output } from './kernel.js';
import { unwritten } from './unwritten.js';
import { f32 } from './wgsl.js';

export const sgd: KernelsOf<ComputationOf<'sgd'>> = (instruction) => {
  const { computation, layer, outputs } = instruction;
  if (computation.nesterov || computation.weightDecay > 0) return unwritten(instruction);
  const remembers = outputs.length > 1;
  const velocity = remembers ? `T(${f32(computation.momentum)}) * v[i] + dw[i]` : 'dw[i]';
  return [
    elementwise({
      label: `${layer}: sgd`,
      size: computation.size,
      buffers: [
        { name: 'dw', binding: input(1) },
        { name: 'w', binding: output(0) },
        ...(remembers ? [{ name: 'v', binding: output(1) }] : []),
      ],
      settings: true,
      body: `
  let step = ${velocity};
${remembers ? '  v[i] = step;' : ''}
  w[i] -= settings.learning_rate * step;`,
    }),
  ];
};
