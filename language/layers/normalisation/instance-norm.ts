// Instance normalisation: over the places of each channel of each image, with a learned scale and shift if `affine`.

import { singlePlaceNorm } from '../../diagnostics/channels.js';
import type { LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';
import { affineCost } from './affine-cost.js';

export const instanceNorm: LayerRule<'instance_norm'> = {
  resolve(call) {
    const [input] = call.inputs;
    if (input.height === 1 && input.width === 1) {
      call.report(0, singlePlaceNorm, { channels: input.channels });
    }
    const given = call.arguments;
    return {
      operation: { kind: 'instance_norm', eps: given.number('eps'), affine: given.flag('affine') },
      output: input,
    };
  },
  cost: ({ affine }, [{ channels }]) => affineCost(channels, affine, affine),
  view: () => ownPlace,
  inPlace: true,
};
