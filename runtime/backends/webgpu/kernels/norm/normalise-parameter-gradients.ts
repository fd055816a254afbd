// Gradients of a normalisation's scale and shift over all rows: dscale[c] = sum of dy*xhat, dshift[c] = sum of dy, xhat
// = (x - mean)/sqrt(variance + eps). Both overwritten. Split-K: a second kernel adds the pieces in order.

import type { ComputationOf } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { input, type KernelSource, type KernelsOf, output, workspace } from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';
import { countSplits } from '../../variants/split-k.js';
import { type NormWalk, normWalk } from './norm-groups.js';

export const normaliseParameterGradients: KernelsOf<ComputationOf<'normalise-parameter-gradients'>> = (
  { computation, layer },
  adapter,
) => {
  const { batch, places, eps } = computation;
  const walk = normWalk(computation);
  const { columns, type } = walk;
  const rows = batch * places;
  const splits = countSplits(computation, adapter);
  const piece = Math.ceil(rows / splits);
  const label = `${layer}: gradients of scale and shift`;
  // Those of one batch entry hold for all rows.
  const statistics = ({ load }: Emitter, row: string) => `
    let at = ${walk.statisticAt(wgsl`${row} / ${places}u`, 'column')};
    let middle = ${load('mean', 'at')};
    let inverse = inverseSqrt(${load('variance', 'at')} + ${f32(eps)});`;
  const kernel: KernelSource = {
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
    body: (emit) => wgsl`
  let column = i % ${columns}u;
  let begin = i / ${columns}u * ${piece}u;
  let end = min(begin + ${piece}u, ${rows}u);
  var scales = ${type}();
  var shifts = ${type}();
${batch === 1 ? statistics(emit, 'begin') : ''}
  ${emit.loop('row', 'begin', 'end')} {
    ${batch === 1 ? '' : statistics(emit, 'row')}
    let value = row * ${columns}u + column;
    let gradient = ${emit.load('dy', 'value')};
    scales += gradient * ((${emit.load('x', 'value')} - middle) * inverse);
    shifts += gradient;
  }
${
  splits > 1
    ? `  ${emit.store('pieces', 'i', 'scales')}
  ${emit.store('pieces', wgsl`i + ${splits * columns}u`, 'shifts')}`
    : `  ${emit.store('dscale', 'i', 'scales')}
  ${emit.store('dshift', 'i', 'shifts')}`
}`,
  };
  return splits > 1 ? [kernel, summed(label, walk, splits)] : [kernel];
};

function summed(label: string, { columns, type, parameters }: NormWalk, splits: number): KernelSource {
  return {
    label: `${label}, sum of ${splits} pieces`,
    buffers: [
      { name: 'pieces', type, size: 2 * splits * columns, binding: workspace, access: 'read' },
      { name: 'dscale', ...parameters, binding: output(0) },
      { name: 'dshift', ...parameters, binding: output(1) },
    ],
    threads: columns,
    body: (emit) => `
  var scales = ${type}();
  var shifts = ${type}();
  ${emit.loop('at', 'i', wgsl`${splits * columns}u`, wgsl`at += ${columns}u`)} {
    scales += ${emit.load('pieces', 'at')};
    shifts += ${emit.load('pieces', wgsl`at + ${splits * columns}u`)};
  }
  ${emit.store('dscale', 'i', 'scales')}
  ${emit.store('dshift', 'i', 'shifts')}`,
  };
}
