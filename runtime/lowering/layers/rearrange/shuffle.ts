// Channel shuffle: a transposition of [groups, channels/groups], whose gradient is the transposition back.
import { type LayerWork, rowsOf } from '../layer-work.js';

export const shuffle: LayerWork<'shuffle'> = {
  forward: ({ operation: { groups }, output }) => [
    {
      computation: { kind: 'shuffle', rows: rowsOf(output), channels: output[3], groups },
      reads: ['x'],
      writes: ['y'],
    },
  ],
  gradients: ({ operation: { groups }, output }) => [
    {
      computation: { kind: 'shuffle', rows: rowsOf(output), channels: output[3], groups: output[3] / groups },
      reads: ['dy'],
      writes: ['dx'],
    },
  ],
};
