// Normalisation by given statistics: y = (x - mean)/sqrt(variance + eps)*scale[c] + shift[c]. Overwrites y.

import type { ComputationOf } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { emitEpilogue } from '../../shaders/epilogue.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { declared, f32, wgsl } from '../../shaders/wgsl.js';
import { elementWalk, normWalk } from './norm-groups.js';

export const normalise: KernelsOf<ComputationOf<'normalise'>> = (instruction, adapter) => {
  const { computation, layer } = instruction;
  const { eps, scale, shift } = computation;
  const walk = normWalk(computation);
  const epilogue = emitEpilogue(instruction, { name: 'y', ...walk.values });
  const elements = elementWalk(walk, adapter);
  const value = ({ load }: Emitter) =>
    `(${load('x', 'place')} - middle) * inverse${scale ? ' * factor' : ''}${shift ? ' + addend' : ''}`;
  const kernel: KernelSource = {
    label: `${layer}: normalise`,
    buffers: [
      { name: 'x', ...walk.values, binding: input(0) },
      { name: 'mean', ...walk.figures, binding: input(1) },
      { name: 'variance', ...walk.figures, binding: input(2) },
      ...(scale ? [{ name: 'scale', ...walk.parameters, binding: input(3) }] : []),
      ...(shift ? [{ name: 'shift', ...walk.parameters, binding: input(scale ? 4 : 3) }] : []),
      { name: 'y', ...walk.values, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: elements.threads,
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    body: (emit) => `${elements.begin}
  let at = ${walk.statisticAt(wgsl`first / ${walk.entry}u`, 'column')};
  let middle = ${emit.load('mean', 'at')};
  let inverse = inverseSqrt(${emit.load('variance', 'at')} + ${f32(eps)});
${scale ? `  let factor = ${emit.load('scale', 'column')};` : ''}
${shift ? `  let addend = ${emit.load('shift', 'column')};` : ''}
${elements.each(emit, emit.store('y', 'place', epilogue.apply(value(emit), 'place')))}`,
  };
  return [kernel];
};
