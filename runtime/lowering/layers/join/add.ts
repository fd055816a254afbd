// The sum of branches. The gradient of each is that of the sum: nothing is computed.
import { inputName, type LayerWork, sizeOf } from '../layer-work.js';

export const add: LayerWork<'add'> = {
  forward: ({ inputs, output }) => [
    {
      computation: { kind: 'add', size: sizeOf(output) },
      reads: inputs.map((_, index) => inputName(index)),
      writes: ['y'],
    },
  ],
  gradients: 'pass',
};
