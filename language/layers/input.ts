// Where the images flow in.
import type { Shape } from '../../model/index.js';
import { channelsFirst } from '../diagnostics/channels.js';
import { free, type LayerCall, type LayerRule } from './rule.js';
import { ownPlace } from './views.js';

export const input: LayerRule<'input'> = {
  resolve(call) {
    const output = call.arguments.shape('size');
    checkOrder(output, call);
    return { operation: { kind: 'input' }, output };
  },
  cost: () => free,
  view: () => ownPlace,
  inPlace: false,
};

/** Square images of one channel or three, written in the order of PyTorch's tensors: `3x32x32`. */
function checkOrder(shape: Shape, call: LayerCall): void {
  const { height, width, channels } = shape;
  if ((height !== 1 && height !== 3) || width !== channels || channels < 8) return;
  call.report('size', channelsFirst, shape);
}
