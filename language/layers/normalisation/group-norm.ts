// Group normalisation: over all places and a group of channels, with a learned scale and shift a channel.

import type { LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';
import { affineCost } from './affine-cost.js';

export const groupNorm: LayerRule<'group_norm'> = {
  resolve(call) {
    const [input] = call.inputs;
    const groups = call.arguments.number('groups');
    const fits = input.channels % groups === 0;
    if (!fits) {
      const message = `${groups} groups do not divide the ${input.channels} channels it is given evenly.`;
      call.report('groups', 'groups-do-not-divide', message);
    }
    const eps = call.arguments.number('eps');
    return { operation: { kind: 'group_norm', groups: fits ? groups : 1, eps }, output: input };
  },
  cost: (_, [{ channels }]) => affineCost(channels, true, true),
  view: () => ownPlace,
  inPlace: true,
};
