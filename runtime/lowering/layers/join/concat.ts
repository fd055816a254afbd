// Branches side by side on the channels; each takes its channels of the gradient back.
import { inputName, type LayerWork, rowsOf, type Step } from '../layer-work.js';

export const concat: LayerWork<'concat'> = {
  forward: ({ inputs, output }) => [
    {
      computation: { kind: 'concat', rows: rowsOf(output), channels: inputs.map((input) => input[3]) },
      reads: inputs.map((_, index) => inputName(index)),
      writes: ['y'],
    },
  ],

  gradients({ inputs, output }) {
    let channel = 0;
    return inputs.map((input, index): Step => {
      const box = { input: output, output: input, stride: [1, 1], offset: [0, 0], channel } as const;
      channel += input[3];
      return { computation: { kind: 'copy', ...box }, reads: ['dy'], writes: [`d${inputName(index)}`] };
    });
  },
};
