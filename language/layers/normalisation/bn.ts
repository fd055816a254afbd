// Batch normalisation: 2C learned parameters, and 2C running statistics that are buffers, not parameters.

import type { LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';
import { affineCost } from './affine-cost.js';

export const bn: LayerRule<'bn'> = {
  resolve(call) {
    const given = call.arguments;
    return {
      operation: {
        kind: 'bn',
        eps: given.number('eps'),
        momentum: given.number('momentum'),
        scale: given.flag('scale'),
        shift: given.flag('shift'),
      },
      output: call.inputs[0],
    };
  },
  cost: ({ scale, shift }, [{ channels }]) => affineCost(channels, scale, shift, 2 * channels),
  view: () => ownPlace,
  inPlace: true,
};
