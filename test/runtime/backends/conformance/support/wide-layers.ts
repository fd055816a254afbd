// Layers beside those of test/runtime/lowering/layer-cases.ts, for what only kernels can get wrong: channels in
// fours, sums long enough to be cut into pieces, more tensors than a kernel may bind, values that overflow an
// exponential.
import type { Extents } from '../../../../../runtime/ir/index.js';
import { padded, windowOf } from '../../../../support/graphs.js';
import { type AnyLayerCase, layerCases } from '../../../lowering/layer-cases.js';

const upper = { top: 0, left: 0, bottom: 1, right: 1 };
const lower = { top: 2, left: 1, bottom: 1, right: 1 };
const rows = (batch: number, channels: readonly number[]): Extents[] => channels.map((count) => [batch, 2, 3, count]);

const pointwise = [
  ...layerCases.relu,
  ...layerCases.relu6,
  ...layerCases.leaky_relu.slice(0, 1),
  ...layerCases.sigmoid,
  ...layerCases.hard_sigmoid,
  ...layerCases.tanh,
  ...layerCases.gelu,
  ...layerCases.swish,
  ...layerCases.hard_swish,
  ...layerCases.elu,
  ...layerCases.selu,
  ...layerCases.softplus,
  ...layerCases.mish,
  ...layerCases.prelu,
].map(({ operation }): AnyLayerCase => ({ operation, inputs: [[3, 5, 5, 4]], apart: 1.1 }) as AnyLayerCase);

export const wideLayers: readonly AnyLayerCase[] = [
  ...pointwise,
  { operation: { kind: 'bn', eps: 1e-5, momentum: 0.1, scale: true, shift: true }, inputs: [[3, 12, 12, 64]] },
  { operation: { kind: 'bn', eps: 1e-5, momentum: 0.1, scale: true, shift: true }, inputs: [[3, 9, 9, 17]] },
  { operation: { kind: 'group_norm', groups: 4, eps: 1e-5 }, inputs: [[3, 13, 11, 64]] },
  { operation: { kind: 'group_norm', groups: 2, eps: 1e-5 }, inputs: [[1, 9, 9, 10]] },
  { operation: { kind: 'group_norm', groups: 8, eps: 1e-5 }, inputs: [[3, 9, 9, 8]] },
  { operation: { kind: 'instance_norm', eps: 1e-5, affine: false }, inputs: [[3, 13, 11, 64]] },
  { operation: { kind: 'instance_norm', eps: 1e-5, affine: true }, inputs: [[3, 13, 11, 64]] },
  { operation: { kind: 'instance_norm', eps: 1e-5, affine: false }, inputs: [[2, 9, 9, 17]] },
  { operation: { kind: 'instance_norm', eps: 1e-5, affine: true }, inputs: [[1, 9, 9, 17]] },
  { operation: { kind: 'layer_norm', eps: 1e-6 }, inputs: [[3, 5, 5, 64]] },
  { operation: { kind: 'layer_norm', eps: 1e-6 }, inputs: [[1, 2, 1, 512]] },
  { operation: { kind: 'scale', init: 1 }, inputs: [[3, 9, 9, 64]] },
  { operation: { kind: 'prelu', shared: false, init: 0.25 }, inputs: [[3, 13, 11, 64]] },
  { operation: { kind: 'prelu', shared: false, init: 0.25 }, inputs: [[3, 13, 11, 17]] },
  { operation: { kind: 'prelu', shared: true, init: 0.25 }, inputs: [[3, 13, 11, 17]] },
  { operation: { kind: 'prelu', shared: true, init: 0.25 }, inputs: [[2, 9, 9, 64]] },
  {
    operation: { kind: 'mul' },
    inputs: [
      [3, 12, 12, 8],
      [3, 1, 1, 8],
    ],
  },
  { operation: { kind: 'add' }, inputs: Array.from({ length: 9 }, (): Extents => [1, 2, 3, 5]) },
  { operation: { kind: 'concat' }, inputs: rows(3, [1, 2, 3, 4, 5, 6, 7, 8, 9]) },
  { operation: { kind: 'concat' }, inputs: rows(3, [64, 4, 8]) },
  { operation: { kind: 'shuffle', groups: 4 }, inputs: [[3, 2, 2, 64]] },
  { operation: { kind: 'depth_to_space', block: 2 }, inputs: [[3, 5, 7, 64]] },
  { operation: { kind: 'space_to_depth', block: 4 }, inputs: [[3, 8, 12, 7]] },
  { operation: { kind: 'part', index: 2, of: 2 }, inputs: [[3, 2, 2, 8]] },
  { operation: { kind: 'shortcut', filters: 16, stride: [2, 2] }, inputs: [[3, 5, 6, 8]] },
  { operation: { kind: 'pad', by: { top: 2, left: 0, bottom: 1, right: 3 } }, inputs: [[3, 2, 2, 4]] },
  { operation: { kind: 'crop', by: { top: 1, left: 0, bottom: 0, right: 2 } }, inputs: [[3, 4, 5, 4]] },
  { operation: { kind: 'upsample', factor: [2, 2], mode: 'nearest' }, inputs: [[3, 3, 5, 64]] },
  { operation: { kind: 'upsample', factor: [2, 2], mode: 'bilinear' }, inputs: [[3, 3, 5, 64]] },
  { operation: { kind: 'lrn', size: 5, alpha: 1e-4, beta: 0.75, k: 2 }, inputs: [[3, 3, 3, 64]] },
  {
    operation: {
      kind: 'upconv',
      filters: 8,
      window: windowOf(3, { stride: [2, 2], padding: padded(1) }),
      outputPadding: [1, 1],
      groups: 1,
      bias: true,
    },
    inputs: [[3, 3, 5, 12]],
  },
  {
    operation: {
      kind: 'upconv',
      filters: 8,
      window: windowOf([2, 3], { stride: [2, 1], padding: padded(1) }),
      outputPadding: [1, 0],
      groups: 8,
      bias: true,
    },
    inputs: [[3, 3, 5, 8]],
  },
  {
    operation: { kind: 'depthwise', multiplier: 1, window: windowOf(3, { padding: padded(1) }), bias: true },
    inputs: [[3, 9, 9, 64]],
  },
  {
    operation: {
      kind: 'depthwise',
      multiplier: 1,
      window: windowOf([3, 5], { stride: [2, 1], dilation: [2, 1], padding: { top: 2, left: 1, bottom: 0, right: 3 } }),
      bias: false,
    },
    inputs: [[1, 8, 7, 8]],
  },
  // Even windows padded by more on one side than on the other, as `pad=same_upper` does.
  {
    operation: {
      kind: 'conv',
      filters: 16,
      window: windowOf(4, { stride: [2, 2], padding: lower }),
      groups: 1,
      bias: true,
    },
    inputs: [[3, 9, 8, 8]],
  },
  {
    operation: {
      kind: 'upconv',
      filters: 8,
      window: windowOf([3, 4], { stride: [2, 2], padding: { top: 0, left: 1, bottom: 1, right: 1 } }),
      outputPadding: [0, 0],
      groups: 1,
      bias: true,
    },
    inputs: [[3, 3, 5, 12]],
  },
  { operation: { kind: 'maxpool', window: windowOf(2, { padding: upper }) }, inputs: [[3, 6, 7, 8]], apart: 0.01 },
  { operation: { kind: 'avgpool', window: windowOf(2, { padding: upper }), countPad: false }, inputs: [[3, 6, 7, 8]] },
  { operation: { kind: 'global_avgpool' }, inputs: [[3, 7, 7, 64]] },
  { operation: { kind: 'global_maxpool' }, inputs: [[3, 7, 7, 8]], apart: 0.02 },
  { operation: { kind: 'softmax' }, inputs: [[3, 2, 2, 64]] },
];
