// Channels to blocks of pixels, as PyTorch's pixel_shuffle (ESPCN, Shi et al., 2016).
import { groupsDoNotDivide } from '../../diagnostics/channels.js';
import { free, type LayerRule } from '../rule.js';
import { repeated } from '../views.js';

export const depthToSpace: LayerRule<'depth_to_space'> = {
  resolve(call) {
    const [{ height, width, channels }] = call.inputs;
    const block = call.arguments.number('block');
    const count = block * block;
    if (channels % count !== 0) {
      call.report('block', groupsDoNotDivide, { count, what: 'pixels of a block', of: 'channels', channels });
    }
    return {
      operation: { kind: 'depth_to_space', block },
      output: { height: height * block, width: width * block, channels: Math.max(1, Math.floor(channels / count)) },
    };
  },
  cost: () => free,
  // As repeating every pixel: a block of units sees one.
  view: ({ block }) => repeated([block, block]),
  inPlace: false,
};
