// Fully connected: the textbook counts its weights as the sides of what it flattens, 7*7*512*4096.
import { elements } from '../../../model/index.js';
import type { LayerRule } from '../rule.js';
import { everything } from '../views.js';

export const fc: LayerRule<'fc'> = {
  resolve(call) {
    const units = call.arguments.number('units');
    return {
      operation: { kind: 'fc', units, bias: call.arguments.flag('bias') },
      output: { height: 1, width: 1, channels: units },
    };
  },
  cost({ units, bias }, [input]) {
    const { height, width, channels } = input;
    const count = elements(input) * units;
    const product = height === 1 && width === 1 ? `${channels}*${units}` : `${height}*${width}*${channels}*${units}`;
    return { weights: { product, count }, biases: bias ? units : 0, buffers: 0, macs: count };
  },
  view: () => everything,
  inPlace: false,
};
