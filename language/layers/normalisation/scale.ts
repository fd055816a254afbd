// A learned factor per channel (ConvNeXt's layer scale).

import type { LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';
import { affineCost } from './affine-cost.js';

export const scale: LayerRule<'scale'> = {
  resolve: (call) => ({
    operation: { kind: 'scale', init: call.arguments.number('init') },
    output: call.inputs[0],
  }),
  cost: (_, [{ channels }]) => affineCost(channels, true, false),
  view: () => ownPlace,
  inPlace: true,
};
