// The rectifier. Its gradient reads y, not x, so that x may be forgotten once y is made.
import { type LayerWork, sizeOf } from './layer-work.js';

export const relu: LayerWork<'relu'> = {
  forward: ({ output }) => ({ kind: 'relu', size: sizeOf(output) }),
  gradients: ({ output }) => [
    { computation: { kind: 'relu-gradient', size: sizeOf(output) }, reads: ['y', 'dy'], writes: 'dx' },
  ],
};
