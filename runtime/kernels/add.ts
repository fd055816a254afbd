// Sum of two tensors or more: a join of branches, or the gradients of a tensor with several readers. Elementwise;
// overwrites. A kernel may bind eight buffers, so more than seven are added in turns, each onto the sum before.
import type { ComputationOf } from '../program/program.js';
import { elementwise } from './elementwise.js';
import { input, type Kernel, type KernelsOf, mostBuffers, output } from './kernel.js';

export const add: KernelsOf<ComputationOf<'add'>> = ({ computation, inputs, layer }) => {
  const kernels: Kernel[] = [];
  for (let first = 0; first < inputs.length; first += mostBuffers - 1) {
    const terms = Array.from({ length: Math.min(mostBuffers - 1, inputs.length - first) }, (_, index) => index);
    const before = first === 0 ? [] : ['sum[i]'];
    const kernel = elementwise({
      label: `${layer ?? 'gradient'}: add`,
      size: computation.size,
      buffers: [
        ...terms.map((term) => ({ name: `x${term}`, binding: input(first + term) })),
        { name: 'sum', binding: output(0) },
      ],
      body: `  sum[i] = ${[...before, ...terms.map((term) => `x${term}[i]`)].join(' + ')};`,
    });
    kernels.push(kernel);
  }
  return kernels;
};
