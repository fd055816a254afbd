// Normalisation by given statistics: y = (x - mean)/sqrt(variance + eps)*scale[c] + shift[c]. Overwrites y.
import type { ComputationOf } from '../program/program.js';
import { input, type KernelsOf, makeKernel, output } from './kernel.js';
import { normWalk } from './norm-groups.js';
import { f32 } from './wgsl.js';

export const normalise: KernelsOf<ComputationOf<'normalise'>> = ({ computation, layer }) => {
  const { eps, scale, shift } = computation;
  const walk = normWalk(computation);
  const kernel = makeKernel({
    label: `${layer}: normalise`,
    buffers: [
      { name: 'x', ...walk.values, binding: input(0) },
      { name: 'mean', ...walk.figures, binding: input(1) },
      { name: 'variance', ...walk.figures, binding: input(2) },
      ...(scale ? [{ name: 'scale', ...walk.parameters, binding: input(3) }] : []),
      ...(shift ? [{ name: 'shift', ...walk.parameters, binding: input(scale ? 4 : 3) }] : []),
      { name: 'y', ...walk.values, binding: output(0) },
    ],
    threads: walk.size,
    body: `
  let column = i % ${walk.columns}u;
  let at = ${walk.statisticAt(`i / ${walk.entry}u`, 'column')};
  y[i] = (x[i] - mean[at]) * inverseSqrt(variance[at] + ${f32(eps)})${scale ? ' * scale[column]' : ''}${shift ? ' + shift[column]' : ''};`,
  });
  return [kernel];
};
