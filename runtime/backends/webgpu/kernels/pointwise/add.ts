// Sum of two tensors or more: a join of branches, or the gradients of a tensor with several readers. Elementwise;
// overwrites. A kernel may bind eight buffers, so more than seven are added in turns, each onto the sum before.
import type { ComputationOf } from '../../../../ir/index.js';
import { input, type Kernel, type KernelsOf, mostBuffers, output } from '../../shaders/kernel.js';
import { elementwise, mapped } from './elementwise.js';
import { ownInputs } from './epilogue.js';

export const add: KernelsOf<ComputationOf<'add'>> = (instruction) => {
  const { size } = instruction.computation;
  const label = `${instruction.layer ?? 'gradient'}: add`;
  const terms = Array.from({ length: ownInputs(instruction) }, (_, index) => `x${index}`);
  if (instruction.inputs.length < mostBuffers) {
    return [mapped({ label, instruction, size, loads: terms, value: terms.join(' + ') })];
  }
  const kernels: Kernel[] = [];
  for (let first = 0; first < terms.length; first += mostBuffers - 1) {
    const turn = terms.slice(first, first + mostBuffers - 1);
    const before = first === 0 ? [] : ['sum[i]'];
    kernels.push(
      elementwise({
        label,
        size,
        buffers: [
          ...turn.map((name, index) => ({ name, binding: input(first + index) })),
          { name: 'sum', binding: output(0) },
        ],
        body: `  sum[i] = ${[...before, ...turn.map((name) => `${name}[i]`)].join(' + ')};`,
      }),
    );
  }
  return kernels;
};
