// Every layer at odd sizes. A layer without a row does not compile.
import type { OperationOf } from '../../../model/index.js';
import type { Extents } from '../../../runtime/ir/index.js';
import type { WorkingKind } from '../../../runtime/lowering/layers/index.js';
import { noPadding, padded, windowOf } from '../../support/graphs.js';

export interface LayerCase<K extends WorkingKind> {
  readonly operation: OperationOf<K>;
  /** [N, H, W, C] of each input. */
  readonly inputs: readonly Extents[];
  /**
   * Where the layer has kinks or ties: how far its inputs' values lie apart (0.02 where not said), so that a small step
   * never crosses one. Absent: drawn in [-1, 1).
   */
  readonly apart?: number;
}

const uneven = { top: 2, left: 0, bottom: 1, right: 3 };
const image: Extents = [2, 3, 5, 3];
const sided = { top: 1, left: 0, bottom: 2, right: 1 };

export const layerCases: { readonly [K in WorkingKind]: readonly LayerCase<K>[] } = {
  conv: [
    {
      operation: {
        kind: 'conv',
        filters: 6,
        window: windowOf([3, 2], { stride: [2, 1], dilation: [1, 2], padding: uneven }),
        groups: 2,
        bias: true,
      },
      inputs: [[3, 5, 4, 4]],
    },
    {
      operation: { kind: 'conv', filters: 5, window: windowOf(1), groups: 1, bias: false },
      inputs: [image],
    },
  ],
  depthwise: [
    {
      operation: { kind: 'depthwise', multiplier: 1, window: windowOf(3, { padding: padded(1) }), bias: true },
      inputs: [[3, 4, 5, 5]],
    },
    {
      operation: {
        kind: 'depthwise',
        multiplier: 3,
        window: windowOf([3, 2], { stride: [2, 1], padding: uneven }),
        bias: false,
      },
      inputs: [image],
    },
  ],
  upconv: [
    {
      operation: {
        kind: 'upconv',
        filters: 5,
        window: windowOf(2, { stride: [2, 2] }),
        outputPadding: [0, 0],
        groups: 1,
        bias: true,
      },
      inputs: [image],
    },
    {
      operation: {
        kind: 'upconv',
        filters: 4,
        window: windowOf([3, 2], { stride: [2, 3], padding: { top: 1, left: 0, bottom: 1, right: 0 } }),
        outputPadding: [1, 2],
        groups: 2,
        bias: true,
      },
      inputs: [[3, 2, 3, 6]],
    },
    {
      operation: {
        kind: 'upconv',
        filters: 1,
        // More padding of the output than its stride: its last rows have places that no window of the convolution
        // reaches.
        window: windowOf(2, { dilation: [3, 2], padding: sided }),
        outputPadding: [2, 1],
        groups: 1,
        bias: false,
      },
      inputs: [[1, 3, 4, 3]],
    },
  ],
  maxpool: [
    {
      operation: { kind: 'maxpool', window: windowOf([3, 2], { stride: [2, 1], padding: padded(1), ceil: true }) },
      inputs: [[2, 6, 5, 3]],
      apart: 0.02,
    },
    {
      // `pad=same_upper` of a dilated window: padded by more than half of its taps.
      operation: {
        kind: 'maxpool',
        window: windowOf(2, { stride: [1, 2], dilation: [3, 2], padding: { top: 1, left: 0, bottom: 2, right: 1 } }),
      },
      inputs: [[2, 5, 4, 3]],
      apart: 0.02,
    },
  ],
  avgpool: [
    {
      operation: { kind: 'avgpool', window: windowOf(3, { stride: [2, 2], padding: padded(1) }), countPad: false },
      inputs: [[2, 6, 5, 3]],
    },
    {
      operation: { kind: 'avgpool', window: windowOf(3, { stride: [2, 2], padding: padded(1) }), countPad: true },
      inputs: [[2, 6, 5, 3]],
    },
    {
      operation: { kind: 'avgpool', window: windowOf([2, 3], { stride: [2, 2], padding: uneven }), countPad: false },
      inputs: [[2, 6, 5, 3]],
    },
    {
      operation: { kind: 'avgpool', window: windowOf([2, 4], { stride: [1, 2], padding: sided }), countPad: true },
      inputs: [[2, 6, 5, 3]],
    },
  ],
  global_maxpool: [{ operation: { kind: 'global_maxpool' }, inputs: [image], apart: 0.02 }],
  global_avgpool: [{ operation: { kind: 'global_avgpool' }, inputs: [image] }],
  fc: [
    { operation: { kind: 'fc', units: 7, bias: true }, inputs: [image] },
    { operation: { kind: 'fc', units: 1, bias: false }, inputs: [[1, 1, 1, 5]] },
  ],
  dropout: [{ operation: { kind: 'dropout', rate: 0.4 }, inputs: [image] }],
  bn: [
    { operation: { kind: 'bn', eps: 1e-5, momentum: 0.1, scale: true, shift: true }, inputs: [[3, 3, 5, 5]] },
    { operation: { kind: 'bn', eps: 1e-3, momentum: 0.3, scale: false, shift: true }, inputs: [image] },
    { operation: { kind: 'bn', eps: 1e-5, momentum: 1, scale: true, shift: false }, inputs: [[5, 1, 1, 3]] },
    { operation: { kind: 'bn', eps: 1e-5, momentum: 0.1, scale: false, shift: false }, inputs: [[2, 2, 1, 1]] },
  ],
  layer_norm: [
    { operation: { kind: 'layer_norm', eps: 1e-6 }, inputs: [image] },
    { operation: { kind: 'layer_norm', eps: 1e-2 }, inputs: [[1, 1, 3, 17]] },
  ],
  group_norm: [
    { operation: { kind: 'group_norm', groups: 3, eps: 1e-5 }, inputs: [[2, 3, 5, 6]] },
    { operation: { kind: 'group_norm', groups: 1, eps: 1e-5 }, inputs: [image] },
    { operation: { kind: 'group_norm', groups: 3, eps: 1e-5 }, inputs: [image] },
  ],
  instance_norm: [
    { operation: { kind: 'instance_norm', eps: 1e-5, affine: false }, inputs: [image] },
    { operation: { kind: 'instance_norm', eps: 1e-2, affine: true }, inputs: [[3, 2, 3, 5]] },
    { operation: { kind: 'instance_norm', eps: 1e-5, affine: false }, inputs: [[1, 3, 3, 7]] },
    { operation: { kind: 'instance_norm', eps: 1e-5, affine: true }, inputs: [[1, 5, 2, 1]] },
  ],
  lrn: [
    { operation: { kind: 'lrn', size: 5, alpha: 1e-4, beta: 0.75, k: 1 }, inputs: [[2, 2, 3, 17]] },
    { operation: { kind: 'lrn', size: 3, alpha: 2, beta: 0.5, k: 0.7 }, inputs: [[3, 1, 2, 5]] },
    { operation: { kind: 'lrn', size: 5, alpha: 1, beta: 0.75, k: 2 }, inputs: [[1, 2, 2, 3]] },
  ],
  scale: [{ operation: { kind: 'scale', init: 1 }, inputs: [image] }],
  relu: [{ operation: { kind: 'relu' }, inputs: [image], apart: 0.02 }],
  relu6: [{ operation: { kind: 'relu6' }, inputs: [image], apart: 0.2 }],
  leaky_relu: [
    { operation: { kind: 'leaky_relu', slope: 0.01 }, inputs: [image], apart: 0.02 },
    { operation: { kind: 'leaky_relu', slope: 0 }, inputs: [image], apart: 0.02 },
    { operation: { kind: 'leaky_relu', slope: -0.3 }, inputs: [image], apart: 0.02 },
  ],
  sigmoid: [{ operation: { kind: 'sigmoid' }, inputs: [image], apart: 0.2 }],
  hard_sigmoid: [{ operation: { kind: 'hard_sigmoid' }, inputs: [image], apart: 0.2 }],
  tanh: [{ operation: { kind: 'tanh' }, inputs: [image], apart: 0.2 }],
  gelu: [{ operation: { kind: 'gelu' }, inputs: [image], apart: 0.2 }],
  swish: [{ operation: { kind: 'swish' }, inputs: [image], apart: 0.2 }],
  hard_swish: [{ operation: { kind: 'hard_swish' }, inputs: [image], apart: 0.2 }],
  elu: [
    { operation: { kind: 'elu', alpha: 1 }, inputs: [image], apart: 0.2 },
    { operation: { kind: 'elu', alpha: 0.3 }, inputs: [image], apart: 0.02 },
    { operation: { kind: 'elu', alpha: 0 }, inputs: [image], apart: 0.02 },
    { operation: { kind: 'elu', alpha: -0.7 }, inputs: [image], apart: 0.02 },
  ],
  selu: [{ operation: { kind: 'selu' }, inputs: [image], apart: 0.2 }],
  softplus: [{ operation: { kind: 'softplus' }, inputs: [image], apart: 0.2 }],
  mish: [{ operation: { kind: 'mish' }, inputs: [image], apart: 0.2 }],
  prelu: [
    { operation: { kind: 'prelu', shared: false, init: 0.25 }, inputs: [image], apart: 0.02 },
    { operation: { kind: 'prelu', shared: false, init: -0.5 }, inputs: [[3, 1, 1, 7]], apart: 0.02 },
    { operation: { kind: 'prelu', shared: true, init: 0.25 }, inputs: [image], apart: 0.02 },
    { operation: { kind: 'prelu', shared: true, init: 0 }, inputs: [[1, 3, 3, 1]], apart: 0.02 },
  ],
  softmax: [{ operation: { kind: 'softmax' }, inputs: [image] }],
  add: [
    { operation: { kind: 'add' }, inputs: [image, image] },
    { operation: { kind: 'add' }, inputs: [image, image, image, image] },
  ],
  mul: [
    { operation: { kind: 'mul' }, inputs: [image, image] },
    { operation: { kind: 'mul' }, inputs: [image, [2, 1, 1, 3]] },
    { operation: { kind: 'mul' }, inputs: [[2, 1, 1, 3], image] },
    { operation: { kind: 'mul' }, inputs: [[2, 1, 1, 3], image, [2, 1, 1, 3]] },
    { operation: { kind: 'mul' }, inputs: [image, [2, 1, 1, 3], image, image] },
    {
      operation: { kind: 'mul' },
      inputs: [
        [3, 1, 1, 5],
        [3, 1, 1, 5],
      ],
    },
  ],
  concat: [
    { operation: { kind: 'concat' }, inputs: [image, [2, 3, 5, 1]] },
    { operation: { kind: 'concat' }, inputs: [[2, 3, 5, 4], image, [2, 3, 5, 5]] },
  ],
  flatten: [{ operation: { kind: 'flatten' }, inputs: [image] }],
  shuffle: [
    { operation: { kind: 'shuffle', groups: 3 }, inputs: [[2, 2, 3, 6]] },
    { operation: { kind: 'shuffle', groups: 5 }, inputs: [[1, 3, 1, 15]] },
    { operation: { kind: 'shuffle', groups: 1 }, inputs: [image] },
  ],
  depth_to_space: [
    { operation: { kind: 'depth_to_space', block: 2 }, inputs: [[2, 3, 5, 12]] },
    { operation: { kind: 'depth_to_space', block: 3 }, inputs: [[1, 1, 3, 9]] },
    { operation: { kind: 'depth_to_space', block: 1 }, inputs: [image] },
  ],
  space_to_depth: [
    { operation: { kind: 'space_to_depth', block: 2 }, inputs: [[2, 4, 6, 3]] },
    { operation: { kind: 'space_to_depth', block: 3 }, inputs: [[3, 3, 9, 1]] },
    { operation: { kind: 'space_to_depth', block: 5 }, inputs: [[1, 5, 5, 5]] },
  ],
  part: [
    { operation: { kind: 'part', index: 1, of: 2 }, inputs: [[2, 2, 3, 6]] },
    { operation: { kind: 'part', index: 3, of: 3 }, inputs: [[2, 2, 3, 15]] },
  ],
  shortcut: [
    { operation: { kind: 'shortcut', filters: 5, stride: [2, 2] }, inputs: [image] },
    { operation: { kind: 'shortcut', filters: 3, stride: [1, 3] }, inputs: [image] },
  ],
  upsample: [
    { operation: { kind: 'upsample', factor: [2, 3], mode: 'nearest' }, inputs: [image] },
    { operation: { kind: 'upsample', factor: [2, 3], mode: 'bilinear' }, inputs: [image] },
    { operation: { kind: 'upsample', factor: [4, 1], mode: 'bilinear' }, inputs: [[1, 1, 3, 5]] },
  ],
  pad: [{ operation: { kind: 'pad', by: uneven }, inputs: [image] }],
  crop: [
    { operation: { kind: 'crop', by: { top: 1, left: 0, bottom: 0, right: 2 } }, inputs: [image] },
    { operation: { kind: 'crop', by: noPadding }, inputs: [image] },
  ],
};

export type AnyLayerCase = { [K in WorkingKind]: LayerCase<K> }[WorkingKind];

/** All of them, with a name for the test. */
export const allLayerCases: readonly { readonly name: string; readonly layer: AnyLayerCase }[] = Object.values(
  layerCases,
).flatMap((cases: readonly AnyLayerCase[]) =>
  cases.map((layer) => {
    const { kind, ...details } = layer.operation;
    const inputs = layer.inputs.map((extents) => extents.join('x')).join(', ');
    return { name: `${kind} ${JSON.stringify(details)} of ${inputs}`, layer };
  }),
);
