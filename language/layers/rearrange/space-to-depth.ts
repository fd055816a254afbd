// Blocks of pixels to channels, as PyTorch's pixel_unshuffle: the inverse of depth_to_space.
import { blocksDoNotFit } from '../../diagnostics/windows.js';
import { free, type LayerRule } from '../rule.js';
import { blocked } from '../views.js';

export const spaceToDepth: LayerRule<'space_to_depth'> = {
  resolve(call) {
    const [{ height, width, channels }] = call.inputs;
    const block = call.arguments.number('block');
    if (height % block !== 0 || width % block !== 0) {
      call.report('block', blocksDoNotFit, { block, height, width }, [{ input: 0, sides: ['height', 'width'] }]);
    }
    return {
      operation: { kind: 'space_to_depth', block },
      output: {
        height: Math.max(1, Math.floor(height / block)),
        width: Math.max(1, Math.floor(width / block)),
        // No more values than there are, also of a block that is larger than the image.
        channels: channels * Math.min(block * block, height * width),
      },
    };
  },
  cost: () => free,
  view: ({ block }) => blocked(block),
  inPlace: false,
};
