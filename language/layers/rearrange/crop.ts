// Cuts pixels off each side (the first U-Net's skips).
import { nothingLeft } from '../../diagnostics/windows.js';
import { free, type LayerRule } from '../rule.js';
import { shifted } from '../views.js';

export const crop: LayerRule<'crop'> = {
  resolve(call) {
    const [input] = call.inputs;
    const by = call.arguments.pixels('by');
    const height = input.height - by.top - by.bottom;
    const width = input.width - by.left - by.right;
    if (height < 1 || width < 1) {
      const before = [input.height, input.width] as const;
      call.report('by', nothingLeft, { by: 'crop', before, after: [height, width] });
    }
    return {
      operation: { kind: 'crop', by },
      output: { height: Math.max(1, height), width: Math.max(1, width), channels: input.channels },
    };
  },
  cost: () => free,
  view: ({ by }) => shifted(by),
  inPlace: false,
};
