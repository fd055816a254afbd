// Flatten: all values as one vector, in row, column, channel order.
import { elements } from '../../../model/index.js';
import { free, type LayerRule } from '../rule.js';
import { everything } from '../views.js';

export const flatten: LayerRule<'flatten'> = {
  resolve: (call) => ({
    operation: { kind: 'flatten' },
    output: { height: 1, width: 1, channels: elements(call.inputs[0]) },
  }),
  cost: () => free,
  // The vector as a whole sees what all its places saw together.
  view: () => everything,
  inPlace: true,
};
