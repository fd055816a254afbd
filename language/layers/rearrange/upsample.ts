// Makes every side `factor` times as long: by repeating values, or bilinearly between them.
import { free, type LayerRule } from '../rule.js';

export const upsample: LayerRule<'upsample'> = {
  resolve(call) {
    const [{ height, width, channels }] = call.inputs;
    const factor = call.arguments.pair('factor');
    const mode = call.arguments.symbol('mode') === 'bilinear' ? 'bilinear' : 'nearest';
    return {
      operation: { kind: 'upsample', factor, mode },
      output: { height: height * factor[0], width: width * factor[1], channels },
    };
  },
  cost: () => free,
  view({ factor, mode }) {
    const reach = mode === 'bilinear' ? 1 : 0;
    return {
      reach: [reach, reach],
      stride: [1 / factor[0], 1 / factor[1]],
      offset: [0.5 / factor[0] - 0.5, 0.5 / factor[1] - 0.5],
    };
  },
  inPlace: false,
};
