// Every layer's rule by its kind: a total table, so that a layer without a rule does not compile.
import type { Kind, Operation, OperationOf, Shape } from '../graph/index.js';
import { add } from './add.js';
import { avgpool } from './avgpool.js';
import { bn } from './bn.js';
import { concat } from './concat.js';
import { conv } from './conv.js';
import { crop } from './crop.js';
import { depthwise } from './depthwise.js';
import { dropout } from './dropout.js';
import { fc } from './fc.js';
import { flatten } from './flatten.js';
import { gelu } from './gelu.js';
import { globalAvgpool } from './global-avgpool.js';
import { globalMaxpool } from './global-maxpool.js';
import { groupNorm } from './group-norm.js';
import { hardSigmoid } from './hard-sigmoid.js';
import { hardSwish } from './hard-swish.js';
import { input } from './input.js';
import { layerNorm } from './layer-norm.js';
import { leakyRelu } from './leaky-relu.js';
import { lrn } from './lrn.js';
import { maxpool } from './maxpool.js';
import { mul } from './mul.js';
import { pad } from './pad.js';
import { part } from './part.js';
import { relu } from './relu.js';
import { relu6 } from './relu6.js';
import type { LayerCost, LayerRule, View } from './rule.js';
import { scale } from './scale.js';
import { shortcut } from './shortcut.js';
import { shuffle } from './shuffle.js';
import { sigmoid } from './sigmoid.js';
import { softmax } from './softmax.js';
import { swish } from './swish.js';
import { tanh } from './tanh.js';
import { upconv } from './upconv.js';
import { upsample } from './upsample.js';

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

/** How each unit of a layer's output looks at its input. */
export function viewOf(operation: Operation, input: Shape): View {
  return (ruleOf(operation.kind) as LayerRule<Kind>).view(operation as OperationOf<Kind>, input);
}

/** Whether a layer can work in place, so that the textbook's sum of activations leaves it out. */
export function worksInPlace(operation: Operation): boolean {
  return ruleOf(operation.kind).inPlace;
}
