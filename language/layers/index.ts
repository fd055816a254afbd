// Every layer's rule by its kind: a total table, so that a layer without a rule does not compile.
import type { Kind, Operation, OperationOf, Shape } from '../../model/index.js';
import { dropout } from './activation/dropout.js';
import { elu } from './activation/elu.js';
import { gelu } from './activation/gelu.js';
import { hardSigmoid } from './activation/hard-sigmoid.js';
import { hardSwish } from './activation/hard-swish.js';
import { leakyRelu } from './activation/leaky-relu.js';
import { mish } from './activation/mish.js';
import { prelu } from './activation/prelu.js';
import { relu } from './activation/relu.js';
import { relu6 } from './activation/relu6.js';
import { selu } from './activation/selu.js';
import { sigmoid } from './activation/sigmoid.js';
import { softmax } from './activation/softmax.js';
import { softplus } from './activation/softplus.js';
import { swish } from './activation/swish.js';
import { tanh } from './activation/tanh.js';
import { conv } from './convolution/conv.js';
import { depthwise } from './convolution/depthwise.js';
import { fc } from './convolution/fc.js';
import { upconv } from './convolution/upconv.js';
import { input } from './input.js';
import { add } from './join/add.js';
import { concat } from './join/concat.js';
import { mul } from './join/mul.js';
import { bn } from './normalisation/bn.js';
import { groupNorm } from './normalisation/group-norm.js';
import { instanceNorm } from './normalisation/instance-norm.js';
import { layerNorm } from './normalisation/layer-norm.js';
import { lrn } from './normalisation/lrn.js';
import { scale } from './normalisation/scale.js';
import { avgpool } from './pooling/avgpool.js';
import { globalAvgpool } from './pooling/global-avgpool.js';
import { globalMaxpool } from './pooling/global-maxpool.js';
import { maxpool } from './pooling/maxpool.js';
import { crop } from './rearrange/crop.js';
import { depthToSpace } from './rearrange/depth-to-space.js';
import { flatten } from './rearrange/flatten.js';
import { pad } from './rearrange/pad.js';
import { part } from './rearrange/part.js';
import { shortcut } from './rearrange/shortcut.js';
import { shuffle } from './rearrange/shuffle.js';
import { spaceToDepth } from './rearrange/space-to-depth.js';
import { upsample } from './rearrange/upsample.js';
import type { LayerCost, LayerRule } from './rule.js';
import type { View } from './views.js';

const rules: { readonly [K in Kind]: LayerRule<K> } = {
  input,
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
  relu,
  relu6,
  leaky_relu: leakyRelu,
  sigmoid,
  hard_sigmoid: hardSigmoid,
  tanh,
  gelu,
  swish,
  hard_swish: hardSwish,
  elu,
  selu,
  softplus,
  mish,
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

/** The rule of a built-in layer; undefined where the name is no layer. */
export function ruleOf<K extends Kind>(kind: K): LayerRule<K>;
export function ruleOf(kind: string): LayerRule<Kind> | undefined;
export function ruleOf(kind: string): LayerRule<Kind> | undefined {
  return Object.hasOwn(rules, kind) ? (rules[kind as Kind] as LayerRule<Kind>) : undefined;
}

/** What a layer costs for one image. */
export function costOf(operation: Operation, inputs: readonly Shape[], output: Shape): LayerCost {
  return (ruleOf(operation.kind) as LayerRule<Kind>).cost(operation as OperationOf<Kind>, inputs, output);
}

/** What each unit of a layer's output sees of its input. */
export function viewOf(operation: Operation, input: Shape): View {
  return (ruleOf(operation.kind) as LayerRule<Kind>).view(operation as OperationOf<Kind>, input);
}

/** Whether a layer can work in place, so that the textbook's sum of activations leaves it out. */
export function worksInPlace(operation: Operation): boolean {
  return ruleOf(operation.kind).inPlace;
}
