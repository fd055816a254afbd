// Where the images flow in.
import { formatShape, type Shape } from '../../model/index.js';
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
  const meant = formatShape({ height: width, width: channels, channels: height });
  const message =
    `this is ${height} ${height === 1 ? 'row' : 'rows'} of ${width} pixels with ${channels} channels: ` +
    `a size is height x width x channels, so an image of ${height} ${height === 1 ? 'channel' : 'channels'} is ${meant}.`;
  call.report('size', 'channels-first', message, { fixes: [{ argument: 'size', value: meant }] });
}
