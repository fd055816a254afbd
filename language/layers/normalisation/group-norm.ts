// Group normalisation: over all places and a group of channels, with a learned scale and shift a channel.

import { groupsDoNotDivide } from '../../diagnostics/channels.js';
import type { LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';
import { affineCost } from './affine-cost.js';

export const groupNorm: LayerRule<'group_norm'> = {
  resolve(call) {
    const [input] = call.inputs;
    const groups = call.arguments.number('groups');
    const fits = input.channels % groups === 0;
    if (!fits) {
      const { channels } = input;
      call.report('groups', groupsDoNotDivide, { count: groups, what: 'groups', of: 'channels', channels });
    }
    const eps = call.arguments.number('eps');
    return { operation: { kind: 'group_norm', groups: fits ? groups : 1, eps }, output: input };
  },
  cost: (_, [{ channels }]) => affineCost(channels, true, true),
  view: () => ownPlace,
  inPlace: true,
};
