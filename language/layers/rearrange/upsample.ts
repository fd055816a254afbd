// Makes every side `factor` times as long: by repeating values, or bilinearly between them.
import { free, type LayerRule } from '../rule.js';
import { interpolated, repeated } from '../views.js';

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
  view: ({ factor, mode }) => (mode === 'bilinear' ? interpolated(factor) : repeated(factor)),
  inPlace: false,
};
