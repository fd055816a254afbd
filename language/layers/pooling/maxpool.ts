// Max pooling: the largest value in each window.
import { free, type LayerRule } from '../rule.js';
import { throughWindow } from '../views.js';
import { poolingWindow, slide } from '../window/windows.js';

export const maxpool: LayerRule<'maxpool'> = {
  resolve(call) {
    const [input] = call.inputs;
    const window = poolingWindow(call, input, call.arguments.pair('dilation'));
    const [height, width] = slide(call, 'window', input, window);
    return { operation: { kind: 'maxpool', window }, output: { height, width, channels: input.channels } };
  },
  cost: () => free,
  view: ({ window }) => throughWindow(window),
  inPlace: false,
};
