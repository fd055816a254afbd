// Normalisation by given statistics: y = (x - mean)/sqrt(variance + eps)*scale[c] + shift[c]. Overwrites y.
import type { ComputationOf } from '../program/index.js';
import { finishOf } from './epilogue.js';
import { input, type KernelsOf, makeKernel, output } from './kernel.js';
import { normWalk } from './norm-groups.js';
import { declared, f32 } from './wgsl.js';

export const normalise: KernelsOf<ComputationOf<'normalise'>> = (instruction) => {
  const { computation, layer } = instruction;
  const { eps, scale, shift } = computation;
  const walk = normWalk(computation);
  const finish = finishOf(instruction, { name: 'y', ...walk.values });
  const affine = `${scale ? ' * scale[column]' : ''}${shift ? ' + shift[column]' : ''}`;
  const value = `(x[i] - mean[at]) * inverseSqrt(variance[at] + ${f32(eps)})${affine}`;
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
    threads: walk.size,
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    body: `
  let column = i % ${walk.columns}u;
  let at = ${walk.statisticAt(`i / ${walk.entry}u`, 'column')};
  y[i] = ${finish.stored(value, 'i')};`,
  });
  return [kernel];
};
