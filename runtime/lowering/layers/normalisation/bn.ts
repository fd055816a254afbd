// Batch normalisation: training uses the batch's statistics and updates the running ones; evaluation uses the latter.
// The running variance averages the unbiased variance, as in PyTorch's BatchNorm2d; for a single value, where the
// unbiased variance is undefined, the biased one, 0.
import { type NormGroups, unbiasedFactor } from '../../../ir/extents.js';
import { type LayerWork, rowsOf, type Site, type Step } from '../layer-work.js';
import { affineForms, affineNames } from './affine.js';

/** Each channel is a group of its own, over the whole batch. */
function groupsOf({ output }: Site<'bn'>): NormGroups & Required<Pick<NormGroups, 'imagePlaces'>> {
  const [, height, width, channels] = output;
  return { batch: 1, places: rowsOf(output), channels, groups: channels, imagePlaces: height * width };
}

export const bn: LayerWork<'bn'> = {
  acrossImages: true,

  parameters: ({ operation, output }) => affineForms(output[3], operation),

  statistics: ({ output }) => [
    { name: 'running_mean', shape: [output[3]], initial: 0 },
    { name: 'running_variance', shape: [output[3]], initial: 1 },
  ],

  intermediates: ({ output }) => [
    { name: 'mean', role: 'activation', shape: [output[3]] },
    { name: 'variance', role: 'activation', shape: [output[3]] },
    // Where no scale or shift is learned, the gradient by x still wants the sums that would be their gradients.
    { name: 'dscale', role: 'workspace', shape: [output[3]] },
    { name: 'dshift', role: 'workspace', shape: [output[3]] },
  ],

  forward(site, mode) {
    const { eps, scale, shift } = site.operation;
    const groups = groupsOf(site);
    const statistics =
      mode === 'training' ? (['mean', 'variance'] as const) : (['running_mean', 'running_variance'] as const);
    const normalise: Step = {
      computation: { kind: 'normalise', ...groups, eps, scale, shift },
      reads: ['x', ...statistics, ...affineNames(site.operation)],
      writes: ['y'],
    };
    if (mode === 'inference') return [normalise];
    return [
      { computation: { kind: 'moments', ...groups }, reads: ['x'], writes: ['mean', 'variance'] },
      normalise,
      ...runningAverages(site),
    ];
  },

  gradients(site) {
    const { eps, scale } = site.operation;
    const groups = groupsOf(site);
    return [
      {
        computation: { kind: 'normalise-parameter-gradients', ...groups, eps },
        reads: ['x', 'dy', 'mean', 'variance'],
        writes: ['dscale', 'dshift'],
      },
      {
        computation: { kind: 'batch-norm-input-gradient', ...groups, eps },
        reads: ['x', 'dy', 'mean', 'variance', 'dscale', 'dshift', ...(scale ? (['scale'] as const) : [])],
        writes: ['dx'],
      },
    ];
  },
};

function runningAverages(site: Site<'bn'>): Step[] {
  const { places, imagePlaces, channels: size } = groupsOf(site);
  const share = site.operation.momentum;
  return [
    {
      computation: { kind: 'running-average', size, share, factor: 1 },
      reads: ['running_mean', 'mean'],
      writes: ['running_mean'],
    },
    {
      computation: {
        kind: 'running-average',
        size,
        share,
        factor: unbiasedFactor(places),
        unbiased: { places, imagePlaces },
      },
      reads: ['running_variance', 'variance'],
      writes: ['running_variance'],
    },
  ];
}
