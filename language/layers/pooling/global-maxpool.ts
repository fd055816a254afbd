// Global max pooling: each channel's largest value.
import { free, type LayerRule } from '../rule.js';
import { everything } from '../views.js';

export const globalMaxpool: LayerRule<'global_maxpool'> = {
  resolve: (call) => ({
    operation: { kind: 'global_maxpool' },
    output: { height: 1, width: 1, channels: call.inputs[0].channels },
  }),
  cost: () => free,
  view: () => everything,
  inPlace: false,
};
