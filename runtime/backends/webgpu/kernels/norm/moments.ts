// Mean and biased variance of each group of a normalisation, [batch, places, channels]; overwrites both. Two passes,
// the second around the mean: the mean of squares less the squared mean would lose a small variance's digits.
//
// Split-K for long groups: pieces write mean and squared deviations, and a second kernel merges them (Chan, Golub and
// LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979).

import type { ComputationOf, NormGroups } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import {
  input,
  type KernelSource,
  type KernelsOf,
  output,
  type StorageBuffer,
  workspace,
} from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';
import { countSplits } from '../../variants/split-k.js';
import { type NormWalk, normWalk } from './norm-groups.js';

export const moments: KernelsOf<ComputationOf<'moments'>> = ({ computation, layer }, adapter) => {
  const walk = normWalk(computation);
  const { piece, splits } = walk.cut(countSplits(computation, adapter));
  const label = `${layer}: moments`;
  const counted = countElements(computation, walk);
  const { statistics, groups } = walk;
  const targets: StorageBuffer[] =
    splits > 1
      ? [{ name: 'pieces', type: walk.statistic, size: 2 * splits * statistics, binding: workspace }]
      : [
          { name: 'mean', ...walk.figures, binding: output(0) },
          { name: 'variance', ...walk.figures, binding: output(1) },
        ];
  const at = walk.element('n', 'g', 'e');
  const pass = ({ loop }: Emitter, sum: string) => `${loop('e', 'begin', 'end')} { ${sum} }`;
  const kernel: KernelSource = {
    label,
    buffers: [{ name: 'x', ...walk.values, binding: input(0) }, ...targets],
    threads: splits * statistics,
    settings: counted.partial,
    body: (emit) => wgsl`
  let n = i / ${groups}u % ${computation.batch}u;
  let g = i % ${groups}u;
  let begin = ${counted.clamp(wgsl`i / ${statistics}u * ${piece}u`)};
  let end = min(begin + ${piece}u, ${counted.all});
  let count = f32(${counted.partial ? 'max(1u, end - begin)' : 'end - begin'}) * ${f32(walk.perElement)};
  var sum = ${walk.type}();
  ${pass(emit, `sum += ${emit.load('x', at)};`)}
  let pieceMean = ${walk.total('sum')} / count;
  var squares = ${walk.type}();
  ${pass(emit, `let distance = ${emit.load('x', at)} - pieceMean; squares += distance * distance;`)}
${
  splits > 1
    ? `  ${emit.store('pieces', 'i', 'pieceMean')}
  ${emit.store('pieces', wgsl`i + ${splits * statistics}u`, walk.total('squares'))}`
    : `  ${emit.store('mean', 'i', 'pieceMean')}
  ${emit.store('variance', 'i', `${walk.total('squares')} / count`)}`
}`,
  };
  return splits > 1 ? [kernel, joined(label, walk, { piece, splits, counted })] : [kernel];
};

/** WGSL for the elements of a group that count. */
interface Counted {
  /** Whether some may belong to empty slots of a partial batch, which come last. */
  readonly partial: boolean;
  readonly all: string;
  /** An element's number, or the end of those that count. */
  clamp(element: string): string;
}

function countElements({ imagePlaces }: NormGroups, { length }: NormWalk): Counted {
  if (imagePlaces === undefined) return { partial: false, all: wgsl`${length}u`, clamp: (element) => element };
  const all = wgsl`(${length}u - settings.empty_slots * ${imagePlaces}u)`;
  return { partial: true, all, clamp: (element) => `min(${element}, ${all})` };
}

interface Pieces {
  readonly piece: number;
  readonly splits: number;
  readonly counted: Counted;
}

function joined(label: string, walk: NormWalk, { piece, splits, counted }: Pieces): KernelSource {
  const { statistics, statistic, length, perElement } = walk;
  const total = f32(length * perElement);
  // Whole batches divide by the constant, since a compiler may divide by that in its own way.
  const mean = (sum: string) =>
    counted.partial
      ? `select(${sum} / (f32(${counted.all}) * ${f32(perElement)}), ${sum} / ${total}, settings.empty_slots == 0u)`
      : `${sum} / ${total}`;
  const pass = ({ loop }: Emitter, sum: string) => wgsl`${loop('split', '0u', wgsl`${splits}u`)} {
    let count = f32(min(${piece}u, ${counted.all} - ${counted.clamp(wgsl`split * ${piece}u`)})) * ${f32(perElement)};
    let at = split * ${statistics}u + i;
    ${sum}
  }`;
  return {
    label: `${label}, joined from ${splits} pieces`,
    buffers: [
      { name: 'pieces', type: statistic, size: 2 * splits * statistics, binding: workspace, access: 'read' },
      { name: 'mean', ...walk.figures, binding: output(0) },
      { name: 'variance', ...walk.figures, binding: output(1) },
    ],
    threads: statistics,
    settings: counted.partial,
    body: (emit) => `
  var sum = ${statistic}();
  ${pass(emit, `sum += count * ${emit.load('pieces', 'at')};`)}
  let middle = ${mean('sum')};
  var squares = ${statistic}();
  ${pass(
    emit,
    `let apart = ${emit.load('pieces', 'at')} - middle;
    squares += ${emit.load('pieces', wgsl`at + ${splits * statistics}u`)} + count * apart * apart;`,
  )}
  ${emit.store('mean', 'i', 'middle')}
  ${emit.store('variance', 'i', mean('squares'))}`,
  };
}
