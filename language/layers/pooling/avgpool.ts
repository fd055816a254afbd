// Average pooling: the mean of each window.
import { free, type LayerRule } from '../rule.js';
import { throughWindow } from '../views.js';
import { isAligned } from '../window/aligned-padding.js';
import { poolingWindow, slide } from '../window/windows.js';

export const avgpool: LayerRule<'avgpool'> = {
  resolve(call) {
    const [input] = call.inputs;
    const window = poolingWindow(call, input, [1, 1]);
    const [height, width] = slide(call, 'window', input, window);
    const counting = call.arguments.symbol('count_pad');
    const countPad = counting === 'auto' ? !isAligned(call.arguments.padding('pad')) : counting === 'true';
    return {
      operation: { kind: 'avgpool', window, countPad },
      output: { height, width, channels: input.channels },
    };
  },
  cost: () => free,
  view: ({ window }) => throughWindow(window),
  inPlace: false,
};
