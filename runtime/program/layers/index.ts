// Every layer's work, by kind: a layer without a row does not compile. `input` has none: its tensor is the images.
import type { Kind } from '../../../language/graph/index.js';
import { conv } from './conv.js';
import { dropout } from './dropout.js';
import { fc } from './fc.js';
import { flatten } from './flatten.js';
import type { LayerWork } from './layer-work.js';
import { avgpool, maxpool } from './pooling.js';
import { relu } from './relu.js';
import { softmax } from './softmax.js';

export type WorkingKind = Exclude<Kind, 'input'>;

const layerWork: { readonly [K in WorkingKind]: LayerWork<K> } = {
  conv,
  maxpool,
  avgpool,
  relu,
  fc,
  flatten,
  dropout,
  softmax,
};

/** The row of a kind. The type is widened once, here: a row is only ever given sites of its own kind. */
export function workOf(kind: WorkingKind): LayerWork<WorkingKind> {
  return layerWork[kind] as LayerWork<WorkingKind>;
}
