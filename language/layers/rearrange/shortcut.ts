// ResNet's option A: every stride-th place, and zeros for the channels that are new. It learns nothing.
import { shortcutDropsChannels } from '../../diagnostics/channels.js';
import { free, type LayerRule } from '../rule.js';
import { strided } from '../views.js';

export const shortcut: LayerRule<'shortcut'> = {
  resolve(call) {
    const [input] = call.inputs;
    const filters = call.arguments.number('filters');
    const stride = call.arguments.pair('stride');
    if (filters < input.channels) {
      call.report('filters', shortcutDropsChannels, { filters, channels: input.channels });
    }
    return {
      operation: { kind: 'shortcut', filters, stride },
      output: {
        height: Math.ceil(input.height / stride[0]),
        width: Math.ceil(input.width / stride[1]),
        channels: filters,
      },
    };
  },
  cost: () => free,
  view: ({ stride }) => strided(stride),
  inPlace: false,
};
