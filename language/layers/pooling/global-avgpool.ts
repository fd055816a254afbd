// Global average pooling: each channel's mean.
import { free, type LayerRule } from '../rule.js';
import { everything } from '../views.js';

export const globalAvgpool: LayerRule<'global_avgpool'> = {
  resolve: (call) => ({
    operation: { kind: 'global_avgpool' },
    output: { height: 1, width: 1, channels: call.inputs[0].channels },
  }),
  cost: () => free,
  view: () => everything,
  inPlace: false,
};
