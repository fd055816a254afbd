// Concatenation along the last axis of [rows, channels]; overwrites. A thread writes one value, or a vec4 where every
// part's channels divide by 4. Kernels bind eight buffers: more than seven parts take several kernels.

import type { ComputationOf } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { input, type KernelSource, type KernelsOf, mostBuffers, output } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';

export const concat: KernelsOf<ComputationOf<'concat'>> = ({ computation, layer }) => {
  const { rows, channels } = computation;
  const width = channels.every((count) => count % 4 === 0) ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const parts = channels.map((count) => count / width);
  const total = sum(parts);
  const kernels: KernelSource[] = [];
  for (let first = 0; first < parts.length; first += mostBuffers - 1) {
    const turn = parts.slice(first, first + mostBuffers - 1);
    const columns = sum(turn);
    // Where each part of this turn begins; the last part whose beginning is not beyond the column is the one.
    const begins = turn.map((_, index) => sum(turn.slice(0, index)));
    const choose = ({ load }: Emitter, count: number, index: number) => {
      const value = load(`x${index}`, wgsl`row * ${count}u + column - ${begins[index]}u`);
      return index === turn.length - 1
        ? `{ value = ${value}; }`
        : wgsl`if (column < ${begins[index + 1]}u) { value = ${value}; }`;
    };
    const kernel: KernelSource = {
      label: `${layer}: concat`,
      buffers: [
        ...turn.map(
          (count, index) => ({ name: `x${index}`, type, size: rows * count, binding: input(first + index) }) as const,
        ),
        { name: 'y', type, size: rows * total, binding: output(0) },
      ],
      threads: rows * columns,
      body: (emit) => wgsl`
  let row = i / ${columns}u;
  let column = i % ${columns}u;
  var value: ${type};
  ${turn.map((count, index) => choose(emit, count, index)).join(' else ')}
  ${emit.store('y', wgsl`row * ${total}u + ${sum(parts.slice(0, first))}u + column`, 'value')}`,
    };
    kernels.push(kernel);
  }
  return kernels;
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
