// Depthwise convolution: every channel by itself, `multiplier` filters each (MobileNet).
import { elements } from '../../../model/index.js';
import type { LayerRule } from '../rule.js';
import { throughWindow } from '../views.js';
import { convolutionWindow, slide } from '../window/windows.js';

export const depthwise: LayerRule<'depthwise'> = {
  resolve(call) {
    const [input] = call.inputs;
    const multiplier = call.arguments.number('multiplier');
    const window = convolutionWindow(call, input);
    const [height, width] = slide(call, 'kernel', input, window);
    return {
      operation: { kind: 'depthwise', multiplier, window, bias: call.arguments.flag('bias') },
      output: { height, width, channels: input.channels * multiplier },
    };
  },
  cost({ window, bias }, _, output) {
    const [vertical, horizontal] = window.kernel;
    const each = vertical * horizontal;
    return {
      weights: { product: `(${vertical}*${horizontal}*1)*${output.channels}`, count: each * output.channels },
      biases: bias ? output.channels : 0,
      buffers: 0,
      macs: each * elements(output),
    };
  },
  view: ({ window }) => throughWindow(window),
  inPlace: false,
};
