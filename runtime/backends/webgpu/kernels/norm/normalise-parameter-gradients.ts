// Gradients of a normalisation's scale and shift, over everything but the channels: dscale[c] = sum of dy*xhat and
// dshift[c] = sum of dy, xhat = (x - mean)/sqrt(variance + eps). Both overwritten. The sums over a whole batch are
// cut into pieces (backends/webgpu/variants/split-k.ts), which a second kernel adds in order.

import type { ComputationOf } from '../../../../ir/index.js';
import { input, type Kernel, type KernelsOf, makeKernel, output, workspace } from '../../shaders/kernel.js';
import { f32 } from '../../shaders/wgsl.js';
import { splitsOf } from '../../variants/split-k.js';
import { type NormWalk, normWalk } from './norm-groups.js';

export const normaliseParameterGradients: KernelsOf<ComputationOf<'normalise-parameter-gradients'>> = (
  { computation, layer },
  adapter,
) => {
  const { batch, places, eps } = computation;
  const walk = normWalk(computation);
  const { columns, type } = walk;
  const rows = batch * places;
  const splits = splitsOf(computation, adapter);
  const piece = Math.ceil(rows / splits);
  const label = `${layer}: gradients of scale and shift`;
  // Those of one batch entry hold for all rows.
  const statistics = (row: string) => `
    let at = ${walk.statisticAt(`${row} / ${places}u`, 'column')};
    let middle = mean[at];
    let inverse = inverseSqrt(variance[at] + ${f32(eps)});`;
  const kernel = makeKernel({
    label,
    buffers: [
      { name: 'x', ...walk.values, binding: input(0) },
      { name: 'dy', ...walk.values, binding: input(1) },
      { name: 'mean', ...walk.figures, binding: input(2) },
      { name: 'variance', ...walk.figures, binding: input(3) },
      ...(splits > 1
        ? [{ name: 'pieces', type, size: 2 * splits * columns, binding: workspace } as const]
        : [
            { name: 'dscale', ...walk.parameters, binding: output(0) },
            { name: 'dshift', ...walk.parameters, binding: output(1) },
          ]),
    ],
    threads: splits * columns,
    body: `
  let column = i % ${columns}u;
  let begin = i / ${columns}u * ${piece}u;
  let end = min(begin + ${piece}u, ${rows}u);
  var scales = ${type}();
  var shifts = ${type}();
${batch === 1 ? statistics('begin') : ''}
  for (var row = begin; row < end; row++) {
    ${batch === 1 ? '' : statistics('row')}
    let value = row * ${columns}u + column;
    let gradient = dy[value];
    scales += gradient * ((x[value] - middle) * inverse);
    shifts += gradient;
  }
${
  splits > 1
    ? `  pieces[i] = scales;
  pieces[i + ${splits * columns}u] = shifts;`
    : `  dscale[i] = scales;
  dshift[i] = shifts;`
}`,
  });
  return splits > 1 ? [kernel, summed(label, walk, splits)] : [kernel];
};

function summed(label: string, { columns, type, parameters }: NormWalk, splits: number): Kernel {
  return makeKernel({
    label: `${label}, sum of ${splits} pieces`,
    buffers: [
      { name: 'pieces', type, size: 2 * splits * columns, binding: workspace, access: 'read' },
      { name: 'dscale', ...parameters, binding: output(0) },
      { name: 'dshift', ...parameters, binding: output(1) },
    ],
    threads: columns,
    body: `
  var scales = ${type}();
  var shifts = ${type}();
  for (var at = i; at < ${splits * columns}u; at += ${columns}u) {
    scales += pieces[at];
    shifts += pieces[at + ${splits * columns}u];
  }
  dscale[i] = scales;
  dshift[i] = shifts;`,
  });
}
