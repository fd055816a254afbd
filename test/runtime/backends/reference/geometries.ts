// Windows at odd sizes: what a wrong index, stride, padding or rounding would trip over.
import type { Window } from '../../../../model/index.js';
import type { WindowGeometry } from '../../../../runtime/ir/index.js';
import { outputExtent, padded, windowOf } from '../../../support/graphs.js';

export interface Case {
  readonly name: string;
  readonly geometry: WindowGeometry;
  readonly groups: number;
}

function geometry(
  input: readonly [number, number, number, number],
  window: Window,
  channels = input[3],
): WindowGeometry {
  const [batch, height, width] = input;
  const output = [batch, outputExtent(height, window, 0), outputExtent(width, window, 1), channels] as const;
  return { window, input: [batch, height, width, input[3]], output };
}

const uneven = { top: 2, left: 0, bottom: 1, right: 3 };

export const convolutions: readonly Case[] = [
  { name: '1x1', geometry: geometry([3, 4, 5, 3], windowOf(1), 5), groups: 1 },
  {
    name: '3x3 padded, one channel',
    geometry: geometry([1, 5, 7, 1], windowOf(3, { padding: padded(1) }), 3),
    groups: 1,
  },
  { name: '3x5, stride 2x3', geometry: geometry([3, 8, 11, 5], windowOf([3, 5], { stride: [2, 3] }), 1), groups: 1 },
  {
    name: '2x3, uneven padding',
    geometry: geometry([1, 6, 5, 3], windowOf([2, 3], { padding: uneven }), 4),
    groups: 1,
  },
  {
    name: '3x3, dilation 2x1, padded',
    geometry: geometry([3, 7, 6, 3], windowOf(3, { dilation: [2, 1], padding: padded(2) }), 5),
    groups: 1,
  },
  {
    name: '3x3, dilation 1x2, stride 3x2, uneven padding',
    geometry: geometry([1, 9, 8, 1], windowOf(3, { dilation: [1, 2], stride: [3, 2], padding: uneven }), 3),
    groups: 1,
  },
  { name: '3x3, 3 groups', geometry: geometry([3, 5, 4, 6], windowOf(3, { padding: padded(1) }), 9), groups: 3 },
  {
    name: 'depthwise, stride 2',
    geometry: geometry([1, 7, 7, 5], windowOf(3, { stride: [2, 2], padding: padded(1) }), 5),
    groups: 5,
  },
  {
    name: 'patches longer than a panel',
    geometry: geometry([1, 6, 6, 700], windowOf(5, { padding: padded(2) }), 2),
    groups: 1,
  },
];

export const poolings: readonly Case[] = [
  { name: '2x2, stride 2', geometry: geometry([3, 6, 4, 3], windowOf(2, { stride: [2, 2] })), groups: 1 },
  {
    name: '2x2, stride 2, a row left over',
    geometry: geometry([1, 5, 7, 5], windowOf(2, { stride: [2, 2] })),
    groups: 1,
  },
  { name: '3x3, stride 1, padded', geometry: geometry([3, 5, 4, 1], windowOf(3, { padding: padded(1) })), groups: 1 },
  {
    name: '3x3, stride 2, ceil',
    geometry: geometry([1, 6, 8, 3], windowOf(3, { stride: [2, 2], ceil: true })),
    groups: 1,
  },
  {
    name: '3x2, stride 2x3, padded, ceil',
    geometry: geometry([3, 8, 9, 5], windowOf([3, 2], { stride: [2, 3], padding: padded(1), ceil: true })),
    groups: 1,
  },
  {
    name: '3x3, stride 2, uneven padding',
    geometry: geometry(
      [1, 7, 6, 3],
      windowOf(3, { stride: [2, 2], padding: { top: 0, left: 1, bottom: 1, right: 0 } }),
    ),
    groups: 1,
  },
  {
    name: '3x3, stride 2, padding at the ends, ceil',
    geometry: geometry(
      [1, 6, 5, 3],
      windowOf(3, { stride: [2, 2], padding: { top: 0, left: 0, bottom: 1, right: 2 }, ceil: true }),
    ),
    groups: 1,
  },
  {
    name: '11x11, stride 2, larger than the input, ceil',
    geometry: geometry([2, 10, 10, 4], windowOf(11, { stride: [2, 2], ceil: true })),
    groups: 1,
  },
  {
    name: '4x5, stride 3x4, padded, larger than the padded input, ceil',
    geometry: geometry([1, 4, 2, 3], windowOf([4, 5], { stride: [3, 4], padding: padded(1), ceil: true })),
    groups: 1,
  },
  {
    name: '3x2, dilation 2x3, stride 3x2, larger than the input, ceil',
    geometry: geometry([1, 4, 3, 3], windowOf([3, 2], { dilation: [2, 3], stride: [3, 2], ceil: true })),
    groups: 1,
  },
  { name: '2x2, dilation 2x3', geometry: geometry([1, 7, 8, 3], windowOf(2, { dilation: [2, 3] })), groups: 1 },
];
