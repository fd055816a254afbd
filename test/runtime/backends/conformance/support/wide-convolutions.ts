// Convolutions that the kernels cut into tiles and pieces in every way they have.

import { outputExtent, padded, windowOf } from '../../../../support/graphs.js';
import type { Case } from '../../reference/geometries.js';

/** A window over an input, with the extents it leads to. */
export const geometry = (
  input: readonly [number, number, number, number],
  window: Parameters<typeof outputExtent>[1],
  channels = input[3],
) => ({
  window,
  input,
  output: [input[0], outputExtent(input[1], window, 0), outputExtent(input[2], window, 1), channels] as const,
});

/** Beside the reference's: channels in fours and not, tiles that are not full, a batch long enough to be split. */
export const wideConvolutions: readonly Case[] = [
  {
    name: '17 to 64, strided',
    geometry: geometry([3, 7, 5, 17], windowOf(3, { stride: [2, 1], padding: padded(1) }), 64),
    groups: 1,
  },
  { name: '64 to 17, batch 32', geometry: geometry([32, 5, 5, 64], windowOf(3), 17), groups: 1 },
  { name: '12 to 12 in fours', geometry: geometry([1, 6, 6, 12], windowOf(3, { padding: padded(1) }), 12), groups: 1 },
  {
    name: '8 to 16, 2 groups in fours',
    geometry: geometry([3, 6, 5, 8], windowOf([3, 2], { padding: padded(1) }), 16),
    groups: 2,
  },
  {
    name: '1 to 6, 5x5, batch 32',
    geometry: geometry([32, 12, 12, 1], windowOf(5, { padding: padded(2) }), 6),
    groups: 1,
  },
  {
    name: '4 to 8, dilated and strided in fours',
    geometry: geometry([3, 11, 9, 4], windowOf(3, { stride: [3, 2], dilation: [2, 2], padding: padded(2) }), 8),
    groups: 1,
  },
  { name: '6 to 16, 5x5, batch 9', geometry: geometry([9, 9, 8, 6], windowOf(5), 16), groups: 1 },
  {
    name: '3 to 9, 5x4, strided, uneven padding, batch 13',
    geometry: geometry(
      [13, 8, 9, 3],
      windowOf([5, 4], { stride: [2, 1], padding: { top: 1, left: 0, bottom: 0, right: 1 } }),
      9,
    ),
    groups: 1,
  },
  {
    name: 'depthwise over many tiles',
    geometry: geometry([2, 6, 30, 12], windowOf(3, { padding: padded(1) }), 12),
    groups: 12,
  },
  {
    name: 'depthwise 5x5, strided and uneven',
    geometry: geometry(
      [2, 9, 41, 6],
      windowOf(5, { stride: [2, 2], padding: { top: 2, left: 1, bottom: 0, right: 3 } }),
      6,
    ),
    groups: 6,
  },
  {
    name: 'depthwise 2x9, dilated',
    geometry: geometry([1, 5, 31, 8], windowOf([2, 9], { dilation: [1, 2], padding: padded(7) }), 8),
    groups: 8,
  },
];
