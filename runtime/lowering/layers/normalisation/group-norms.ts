// Layer, group and instance normalisation: over groups of one image's own values, in training as outside.
import type { NormGroups } from '../../../ir/extents.js';
import { type IntermediateForm, type LayerWork, rowsOf, type Site, type Step } from '../layer-work.js';
import { affineForms, affineNames } from './affine.js';

interface Norm {
  readonly groups: NormGroups;
  readonly eps: number;
  /** Whether a scale and a shift are learned for each channel. */
  readonly affine: boolean;
}

function intermediatesOf({ groups: { batch, groups } }: Norm): IntermediateForm[] {
  return [
    { name: 'mean', role: 'activation', shape: [batch, groups] },
    { name: 'variance', role: 'activation', shape: [batch, groups] },
  ];
}

function forwardOf({ groups, eps, affine }: Norm): Step[] {
  const learned = { scale: affine, shift: affine };
  return [
    { computation: { kind: 'moments', ...groups }, reads: ['x'], writes: ['mean', 'variance'] },
    {
      computation: { kind: 'normalise', ...groups, eps, ...learned },
      reads: ['x', 'mean', 'variance', ...affineNames(learned)],
      writes: ['y'],
    },
  ];
}

function gradientsOf({ groups, eps, affine }: Norm): Step[] {
  const byInput: Step = {
    computation: { kind: 'group-norm-input-gradient', ...groups, eps },
    reads: ['x', 'dy', 'mean', 'variance', ...affineNames({ scale: affine, shift: false })],
    writes: ['dx'],
  };
  if (!affine) return [byInput];
  const byParameters: Step = {
    computation: { kind: 'normalise-parameter-gradients', ...groups, eps },
    reads: ['x', 'dy', 'mean', 'variance'],
    writes: ['dscale', 'dshift'],
  };
  return [byParameters, byInput];
}

type NormSite = Site<'layer_norm'> | Site<'group_norm'> | Site<'instance_norm'>;

/** A row of the table from the groups that the layer's statistics are taken over. */
function normOver<S extends NormSite>(groupsOf: (site: S) => NormGroups) {
  const normOf = (site: S): Norm => {
    const { operation } = site;
    const affine = operation.kind === 'instance_norm' ? operation.affine : true;
    return { groups: groupsOf(site), eps: operation.eps, affine };
  };
  return {
    parameters: (site: S) => {
      const { affine } = normOf(site);
      return affineForms(site.output[3], { scale: affine, shift: affine });
    },
    intermediates: (site: S) => intermediatesOf(normOf(site)),
    forward: (site: S) => forwardOf(normOf(site)),
    gradients: (site: S) => gradientsOf(normOf(site)),
  };
}

export const layerNorm: LayerWork<'layer_norm'> = normOver(({ output }) => ({
  batch: rowsOf(output),
  places: 1,
  channels: output[3],
  groups: 1,
}));

export const groupNorm: LayerWork<'group_norm'> = normOver(({ operation, output }) => ({
  batch: output[0],
  places: output[1] * output[2],
  channels: output[3],
  groups: operation.groups,
}));

export const instanceNorm: LayerWork<'instance_norm'> = normOver(({ output }) => ({
  batch: output[0],
  places: output[1] * output[2],
  channels: output[3],
  groups: output[3],
}));
