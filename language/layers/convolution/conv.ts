// Convolution: weights are (kH*kW*C/groups)*filters, one bias a filter.
import { elements } from '../../../model/index.js';
import type { LayerRule } from '../rule.js';
import { throughWindow } from '../views.js';
import { convolutionWindow, divideIntoGroups, slide } from '../window/windows.js';

export const conv: LayerRule<'conv'> = {
  resolve(call) {
    const [input] = call.inputs;
    const filters = call.arguments.number('filters');
    const window = convolutionWindow(call, input);
    const groups = divideIntoGroups(call, input.channels, filters);
    const [height, width] = slide(call, 'kernel', input, window);
    return {
      operation: { kind: 'conv', filters, window, groups, bias: call.arguments.flag('bias') },
      output: { height, width, channels: filters },
    };
  },
  cost({ filters, window, groups, bias }, [input], output) {
    const [vertical, horizontal] = window.kernel;
    const each = vertical * horizontal * (input.channels / groups);
    const depth = groups === 1 ? `${input.channels}` : `(${input.channels}/${groups})`;
    return {
      weights: { product: `(${vertical}*${horizontal}*${depth})*${filters}`, count: each * filters },
      biases: bias ? filters : 0,
      buffers: 0,
      macs: each * elements(output),
    };
  },
  view: ({ window }) => throughWindow(window),
  inPlace: false,
};
