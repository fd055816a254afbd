// Average pooling: the mean of each window.
import { free, type LayerRule } from '../rule.js';
import { throughWindow } from '../views.js';
import { poolingWindow, slide } from '../window/windows.js';

export const avgpool: LayerRule<'avgpool'> = {
  resolve(call) {
    const [input] = call.inputs;
    const window = poolingWindow(call, [1, 1]);
    const [height, width] = slide(call, 'window', input, window);
    return {
      operation: { kind: 'avgpool', window, countPad: call.arguments.flag('count_pad') },
      output: { height, width, channels: input.channels },
    };
  },
  cost: () => free,
  view: ({ window }) => throughWindow(window),
  inPlace: false,
};
