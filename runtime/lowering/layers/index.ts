// Every layer's work, by kind: a layer without a row does not compile. `input` has none: its tensor is the images.
import type { Kind } from '../../../model/index.js';
import { dropout } from './activation/dropout.js';
import { pointwise } from './activation/pointwise.js';
import { prelu } from './activation/prelu.js';
import { softmax } from './activation/softmax.js';
import { conv, depthwise } from './convolution/conv.js';
import { fc } from './convolution/fc.js';
import { upconv } from './convolution/upconv.js';
import { add } from './join/add.js';
import { concat } from './join/concat.js';
import { mul } from './join/mul.js';
import type { LayerWork } from './layer-work.js';
import { bn } from './normalisation/bn.js';
import { groupNorm, instanceNorm, layerNorm } from './normalisation/group-norms.js';
import { lrn } from './normalisation/lrn.js';
import { scale } from './normalisation/scale.js';
import { avgpool, globalAvgpool, globalMaxpool, maxpool } from './pooling.js';
import { crop, pad, part, shortcut } from './rearrange/copies.js';
import { flatten } from './rearrange/flatten.js';
import { depthToSpace, spaceToDepth } from './rearrange/pixel-blocks.js';
import { shuffle } from './rearrange/shuffle.js';
import { upsample } from './rearrange/upsample.js';

export type WorkingKind = Exclude<Kind, 'input'>;

const layerWork: { readonly [K in WorkingKind]: LayerWork<K> } = {
  conv,
  depthwise,
  upconv,
  maxpool,
  avgpool,
  global_maxpool: globalMaxpool,
  global_avgpool: globalAvgpool,
  fc,
  dropout,
  bn,
  layer_norm: layerNorm,
  group_norm: groupNorm,
  instance_norm: instanceNorm,
  lrn,
  scale,
  relu: pointwise,
  relu6: pointwise,
  leaky_relu: pointwise,
  sigmoid: pointwise,
  hard_sigmoid: pointwise,
  tanh: pointwise,
  gelu: pointwise,
  swish: pointwise,
  hard_swish: pointwise,
  elu: pointwise,
  selu: pointwise,
  softplus: pointwise,
  mish: pointwise,
  prelu,
  softmax,
  add,
  mul,
  concat,
  flatten,
  shuffle,
  depth_to_space: depthToSpace,
  space_to_depth: spaceToDepth,
  part,
  shortcut,
  upsample,
  pad,
  crop,
};

/** The row of a kind. The type is widened once, here: a row is only ever given sites of its own kind. */
export function workOf(kind: WorkingKind): LayerWork<WorkingKind> {
  return layerWork[kind] as LayerWork<WorkingKind>;
}
