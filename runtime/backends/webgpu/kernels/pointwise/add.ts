// Sum of two or more tensors: y = x0 + x1 + ...; elementwise, overwrites. A kernel binds eight buffers: more than seven
// terms take several kernels, each adding onto the sum so far.
import type { ComputationOf } from '../../../../ir/index.js';
import { elementwise, elementwiseMap } from '../../shaders/elementwise.js';
import { ownInputs } from '../../shaders/epilogue.js';
import { input, type KernelSource, type KernelsOf, mostBuffers, output } from '../../shaders/kernel.js';

export const add: KernelsOf<ComputationOf<'add'>> = (instruction) => {
  const { size } = instruction.computation;
  const label = `${instruction.layer ?? 'gradient'}: add`;
  const terms = Array.from({ length: ownInputs(instruction) }, (_, index) => `x${index}`);
  if (instruction.inputs.length < mostBuffers) {
    return [elementwiseMap({ label, instruction, size, loads: terms, value: terms.join(' + ') })];
  }
  const kernels: KernelSource[] = [];
  for (let first = 0; first < terms.length; first += mostBuffers - 1) {
    const turn = terms.slice(first, first + mostBuffers - 1);
    const names = first === 0 ? turn : ['sum', ...turn];
    kernels.push(
      elementwise({
        label,
        size,
        buffers: [
          ...turn.map((name, index) => ({ name, binding: input(first + index) })),
          { name: 'sum', binding: output(0) },
        ],
        body: ({ load, store }) => `  ${store('sum', 'i', names.map((name) => load(name, 'i')).join(' + '))}`,
      }),
    );
  }
  return kernels;
};
