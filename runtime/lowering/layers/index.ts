// Every layer's work, by kind: a layer without a row does not compile. `input` has none: its tensor is the images.
import type { Kind } from '../../../model/index.js';
import { add } from './add.js';
import { bn } from './bn.js';
import { concat } from './concat.js';
import { conv, depthwise } from './conv.js';
import { crop, pad, part, shortcut } from './copies.js';
import { dropout } from './dropout.js';
import { fc } from './fc.js';
import { flatten } from './flatten.js';
import { groupNorm, layerNorm } from './group-norms.js';
import type { LayerWork } from './layer-work.js';
import { lrn } from './lrn.js';
import { mul } from './mul.js';
import { pointwise } from './pointwise.js';
import { avgpool, globalAvgpool, globalMaxpool, maxpool } from './pooling.js';
import { scale } from './scale.js';
import { shuffle } from './shuffle.js';
import { softmax } from './softmax.js';
import { upconv } from './upconv.js';
import { upsample } from './upsample.js';

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
  softmax,
  add,
  mul,
  concat,
  flatten,
  shuffle,
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
