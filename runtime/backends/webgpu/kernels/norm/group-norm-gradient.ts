// Group normalisation, input gradient: xhat = (x - mean)/sqrt(variance + eps), g = scale*dy, means over the group: dx =
// (g - mean(g) - xhat*mean(g*xhat))/sqrt(variance + eps). [batch, places, channels]; overwrites dx.
//
// Three kernels: partial sums of each group to the workspace (split-K), their reduction in order, one element a thread.

import type { ComputationOf } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { input, type KernelSource, type KernelsOf, output, workspace } from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';
import { countSplits } from '../../variants/split-k.js';
import { normWalk } from './norm-groups.js';

export const groupNormInputGradient: KernelsOf<ComputationOf<'group-norm-input-gradient'>> = (
  { computation, inputs, layer },
  adapter,
) => {
  const walk = normWalk(computation);
  const { statistics, statistic, groups, columns, type } = walk;
  const { piece, splits } = walk.cut(countSplits(computation, adapter));
  const label = `${layer}: norm input gradient`;
  const sums = splits * statistics;
  const isScaled = inputs.length > 4;
  /** g of the value at `at`, in a column. */
  const scaled = ({ load }: Emitter, at: string, column: string) =>
    isScaled ? `${load('dy', at)} * ${load('scale', column)}` : load('dy', at);
  const buffers = [
    { name: 'x', ...walk.values, binding: input(0) },
    { name: 'dy', ...walk.values, binding: input(1) },
    { name: 'mean', ...walk.figures, binding: input(2) },
    { name: 'variance', ...walk.figures, binding: input(3) },
    ...(isScaled ? [{ name: 'scale', ...walk.parameters, binding: input(4) }] : []),
  ];
  const workspaceBuffer = { name: 'sums', type: statistic, size: 2 * sums, binding: workspace };
  const inverse = ({ load }: Emitter, at: string) => `inverseSqrt(${load('variance', at)} + ${f32(computation.eps)})`;

  const pieces: KernelSource = {
    label: `${label}, sums`,
    buffers: [...buffers, workspaceBuffer],
    threads: sums,
    body: (emit) => wgsl`
  let group = i % ${statistics}u;
  let n = group / ${groups}u;
  let g = group % ${groups}u;
  let middle = ${emit.load('mean', 'group')};
  let inverse = ${inverse(emit, 'group')};
  let begin = i / ${statistics}u * ${piece}u;
  let end = min(begin + ${piece}u, ${walk.length}u);
  var gradients = ${type}();
  var products = ${type}();
  ${emit.loop('e', 'begin', 'end')} {
    let at = ${walk.element('n', 'g', 'e')};
    let gradient = ${scaled(emit, 'at', wgsl`at % ${columns}u`)};
    gradients += gradient;
    products += gradient * ((${emit.load('x', 'at')} - middle) * inverse);
  }
  ${emit.store('sums', 'i', walk.total('gradients'))}
  ${emit.store('sums', wgsl`i + ${sums}u`, walk.total('products'))}`,
  };
  const joined: KernelSource = {
    label: `${label}, sum of ${splits} pieces`,
    buffers: [workspaceBuffer],
    threads: statistics,
    body: ({ load, store, loop }) => `
  var gradients = ${load('sums', 'i')};
  var products = ${load('sums', wgsl`i + ${sums}u`)};
  ${loop('at', wgsl`i + ${statistics}u`, wgsl`${sums}u`, wgsl`at += ${statistics}u`)} {
    gradients += ${load('sums', 'at')};
    products += ${load('sums', wgsl`at + ${sums}u`)};
  }
  ${store('sums', 'i', 'gradients')}
  ${store('sums', wgsl`i + ${sums}u`, 'products')}`,
  };
  const mean = f32(1 / (walk.length * walk.perElement));
  const gradient: KernelSource = {
    label,
    buffers: [...buffers, { ...workspaceBuffer, access: 'read' }, { name: 'dx', ...walk.values, binding: output(0) }],
    threads: walk.size,
    body: (emit) => {
      const { load } = emit;
      const sum = `${load('sums', 'at')} + xhat * ${load('sums', wgsl`at + ${sums}u`)}`;
      return wgsl`
  let column = i % ${columns}u;
  let at = ${walk.statisticAt(wgsl`i / ${walk.entry}u`, 'column')};
  let inverse = ${inverse(emit, 'at')};
  let xhat = (${emit.load('x', 'i')} - ${emit.load('mean', 'at')}) * inverse;
  ${emit.store('dx', 'i', `(${scaled(emit, 'i', 'column')} - (${sum}) * ${mean}) * inverse`)}`;
    },
  };
  return splits > 1 ? [pieces, joined, gradient] : [pieces, gradient];
};
