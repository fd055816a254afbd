// Layer normalisation over the channels of each place, with a learned scale and shift a channel (as in ConvNeXt).

import type { LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';
import { affineCost } from './affine-cost.js';

export const layerNorm: LayerRule<'layer_norm'> = {
  resolve: (call) => ({
    operation: { kind: 'layer_norm', eps: call.arguments.number('eps') },
    output: call.inputs[0],
  }),
  cost: (_, [{ channels }]) => affineCost(channels, true, true),
  view: () => ownPlace,
  inPlace: true,
};
