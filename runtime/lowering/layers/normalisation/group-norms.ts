// Layer and group normalisation: over groups of one image's own values, in training as outside.
import type { NormGroups } from '../../../ir/extents.js';
import { type IntermediateForm, type LayerWork, rowsOf, type Site, type Step } from '../layer-work.js';
import { affineForms } from './affine.js';

const affine = { scale: true, shift: true } as const;

function intermediatesOf({ batch, groups }: NormGroups): IntermediateForm[] {
  return [
    { name: 'mean', role: 'activation', shape: [batch, groups] },
    { name: 'variance', role: 'activation', shape: [batch, groups] },
  ];
}

function forwardOf(groups: NormGroups, eps: number): Step[] {
  return [
    { computation: { kind: 'moments', ...groups }, reads: ['x'], writes: ['mean', 'variance'] },
    {
      computation: { kind: 'normalise', ...groups, eps, ...affine },
      reads: ['x', 'mean', 'variance', 'scale', 'shift'],
      writes: ['y'],
    },
  ];
}

function gradientsOf(groups: NormGroups, eps: number): Step[] {
  return [
    {
      computation: { kind: 'normalise-parameter-gradients', ...groups, eps },
      reads: ['x', 'dy', 'mean', 'variance'],
      writes: ['dscale', 'dshift'],
    },
    {
      computation: { kind: 'group-norm-input-gradient', ...groups, eps },
      reads: ['x', 'dy', 'mean', 'variance', 'scale'],
      writes: ['dx'],
    },
  ];
}

/** A row of the table from the groups that the layer's statistics are taken over. */
function normOver<S extends Site<'layer_norm'> | Site<'group_norm'>>(groupsOf: (site: S) => NormGroups) {
  return {
    parameters: ({ output }: S) => affineForms(output[3], affine),
    intermediates: (site: S) => intermediatesOf(groupsOf(site)),
    forward: (site: S) => forwardOf(groupsOf(site), site.operation.eps),
    gradients: (site: S) => gradientsOf(groupsOf(site), site.operation.eps),
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
