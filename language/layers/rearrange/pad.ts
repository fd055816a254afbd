// Zeros around the input, apart from any window.
import { free, type LayerRule } from '../rule.js';
import { shifted } from '../views.js';

export const pad: LayerRule<'pad'> = {
  resolve(call) {
    const [{ height, width, channels }] = call.inputs;
    const by = call.arguments.pixels('by');
    return {
      operation: { kind: 'pad', by },
      output: { height: height + by.top + by.bottom, width: width + by.left + by.right, channels },
    };
  },
  cost: () => free,
  view: ({ by }) => shifted({ top: 0 - by.top, left: 0 - by.left }),
  inPlace: false,
};
