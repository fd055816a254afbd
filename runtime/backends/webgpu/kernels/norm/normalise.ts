// Normalisation by given statistics: y = (x - mean)/sqrt(variance + eps)*scale[c] + shift[c]. Overwrites y.
import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelsOf, makeKernel, output } from '../../shaders/kernel.js';
import { declared, f32 } from '../../shaders/wgsl.js';
import { finishOf } from '../pointwise/epilogue.js';
import { elementWalk, normWalk } from './norm-groups.js';

export const normalise: KernelsOf<ComputationOf<'normalise'>> = (instruction, adapter) => {
  const { computation, layer } = instruction;
  const { eps, scale, shift } = computation;
  const walk = normWalk(computation);
  const finish = finishOf(instruction, { name: 'y', ...walk.values });
  const elements = elementWalk(walk, adapter);
  const value = `(x[place] - middle) * inverse${scale ? ' * factor' : ''}${shift ? ' + addend' : ''}`;
  const kernel = makeKernel({
    label: `${layer}: normalise`,
    buffers: [
      { name: 'x', ...walk.values, binding: input(0) },
      { name: 'mean', ...walk.figures, binding: input(1) },
      { name: 'variance', ...walk.figures, binding: input(2) },
      ...(scale ? [{ name: 'scale', ...walk.parameters, binding: input(3) }] : []),
      ...(shift ? [{ name: 'shift', ...walk.parameters, binding: input(scale ? 4 : 3) }] : []),
      { name: 'y', ...walk.values, binding: output(0) },
      ...finish.buffers,
    ],
    threads: elements.threads,
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    body: `${elements.begin}
  let at = ${walk.statisticAt(`first / ${walk.entry}u`, 'column')};
  let middle = mean[at];
  let inverse = inverseSqrt(variance[at] + ${f32(eps)});
${scale ? '  let factor = scale[column];' : ''}
${shift ? '  let addend = shift[column];' : ''}
${elements.each(`y[place] = ${finish.stored(value, 'place')};`)}`,
  });
  return [kernel];
};
