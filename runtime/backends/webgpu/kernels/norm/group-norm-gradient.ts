// The gradient of a normalisation by its input, for any groups: with xhat = (x - mean)/sqrt(variance + eps), g =
// scale*dy and means over the group, dx = (g - mean(g) - xhat*mean(g*xhat))/sqrt(variance + eps). Overwrites dx.
//
// Three kernels: pieces of each group's two sums (backends/webgpu/variants/split-k.ts says how many) go to the
// workspace, are added there onto the first piece, in order, and the last kernel serves one element a thread.

import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelsOf, makeKernel, output, workspace } from '../../shaders/kernel.js';
import { f32 } from '../../shaders/wgsl.js';
import { splitsOf } from '../../variants/split-k.js';
import { normWalk } from './norm-groups.js';

export const groupNormInputGradient: KernelsOf<ComputationOf<'group-norm-input-gradient'>> = (
  { computation, layer },
  adapter,
) => {
  const walk = normWalk(computation);
  const { statistics, statistic, groups, columns, type } = walk;
  const { piece, splits } = walk.cut(splitsOf(computation, adapter));
  const label = `${layer}: norm input gradient`;
  const sums = splits * statistics;
  const buffers = [
    { name: 'x', ...walk.values, binding: input(0) },
    { name: 'dy', ...walk.values, binding: input(1) },
    { name: 'mean', ...walk.figures, binding: input(2) },
    { name: 'variance', ...walk.figures, binding: input(3) },
    { name: 'scale', ...walk.parameters, binding: input(4) },
  ];
  const workspaceBuffer = { name: 'sums', type: statistic, size: 2 * sums, binding: workspace };
  const inverse = (at: string) => `inverseSqrt(variance[${at}] + ${f32(computation.eps)})`;

  const pieces = makeKernel({
    label: `${label}, sums`,
    buffers: [...buffers, workspaceBuffer],
    threads: sums,
    body: `
  let group = i % ${statistics}u;
  let n = group / ${groups}u;
  let g = group % ${groups}u;
  let middle = mean[group];
  let inverse = ${inverse('group')};
  let begin = i / ${statistics}u * ${piece}u;
  let end = min(begin + ${piece}u, ${walk.length}u);
  var gradients = ${type}();
  var products = ${type}();
  for (var e = begin; e < end; e++) {
    let at = ${walk.element('n', 'g', 'e')};
    let gradient = dy[at] * scale[at % ${columns}u];
    gradients += gradient;
    products += gradient * ((x[at] - middle) * inverse);
  }
  sums[i] = ${walk.total('gradients')};
  sums[i + ${sums}u] = ${walk.total('products')};`,
  });
  const joined = makeKernel({
    label: `${label}, sum of ${splits} pieces`,
    buffers: [workspaceBuffer],
    threads: statistics,
    body: `
  var gradients = sums[i];
  var products = sums[i + ${sums}u];
  for (var at = i + ${statistics}u; at < ${sums}u; at += ${statistics}u) {
    gradients += sums[at];
    products += sums[at + ${sums}u];
  }
  sums[i] = gradients;
  sums[i + ${sums}u] = products;`,
  });
  const gradient = makeKernel({
    label,
    buffers: [...buffers, { ...workspaceBuffer, access: 'read' }, { name: 'dx', ...walk.values, binding: output(0) }],
    threads: walk.size,
    body: `
  let column = i % ${columns}u;
  let at = ${walk.statisticAt(`i / ${walk.entry}u`, 'column')};
  let inverse = ${inverse('at')};
  let xhat = (x[i] - mean[at]) * inverse;
  dx[i] = (dy[i] * scale[column] - (sums[at] + xhat * sums[at + ${sums}u]) * ${f32(1 / (walk.length * walk.perElement))}) * inverse;`,
  });
  return splits > 1 ? [pieces, joined, gradient] : [pieces, gradient];
};
