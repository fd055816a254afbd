// Dropout: what it drops is a hash of seed, step, layer and index, so its gradient needs no stored mask.
import { type LayerWork, sizeOf } from './layer-work.js';

export const dropout: LayerWork<'dropout'> = {
  trainingOnly: true,
  forward: ({ operation, layer, output }) => ({
    kind: 'dropout',
    size: sizeOf(output),
    rate: operation.rate,
    layer,
  }),
  gradients: ({ operation, layer, output }) => [
    {
      computation: { kind: 'dropout-gradient', size: sizeOf(output), rate: operation.rate, layer },
      reads: ['dy'],
      writes: 'dx',
    },
  ],
};
