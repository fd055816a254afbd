// Sum of two tensors: where a tensor has several readers, their gradients are added. Elementwise; overwrites.
import type { ComputationOf } from '../program/program.js';
import { elementwise } from './elementwise.js';
import { input, type KernelsOf, output } from './kernel.js';
import { unwritten } from './unwritten.js';

export const add: KernelsOf<ComputationOf<'add'>> = (instruction) => {
  const { computation, layer, inputs } = instruction;
  if (inputs.length > 2) return unwritten(instruction);
  return [
    elementwise({
      label: `${layer ?? 'gradient'}: add`,
      size: computation.size,
      buffers: [
        { name: 'a', binding: input(0) },
        { name: 'b', binding: input(1) },
        { name: 'sum', binding: output(0) },
      ],
      body: '  sum[i] = a[i] + b[i];',
    }),
  ];
};
