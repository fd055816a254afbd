// Every layer's rule by its kind: a total table, so that a layer without a rule does not compile.
import type { Kind, Operation, OperationOf, Shape } from '../graph/index.js';
import { avgpool } from './avgpool.js';
import { conv } from './conv.js';
import { dropout } from './dropout.js';
import { fc } from './fc.js';
import { flatten } from './flatten.js';
import { input } from './input.js';
import { maxpool } from './maxpool.js';
import { relu } from './relu.js';
import type { LayerRule, View } from './rule.js';
import { softmax } from './softmax.js';

const rules: { readonly [K in Kind]: LayerRule<K> } = {
  input,
  conv,
  maxpool,
  avgpool,
  relu,
  fc,
  flatten,
  dropout,
  softmax,
};

/** The rule of a built-in layer; undefined where the name is no layer. */
export function ruleOf<K extends Kind>(kind: K): LayerRule<K>;
export function ruleOf(kind: string): LayerRule<Kind> | undefined;
export function ruleOf(kind: string): LayerRule<Kind> | undefined {
  return Object.hasOwn(rules, kind) ? (rules[kind as Kind] as LayerRule<Kind>) : undefined;
}

/** What a layer costs for one image. */
export function costOf(operation: Operation, input: Shape, output: Shape) {
  return (ruleOf(operation.kind) as LayerRule<Kind>).cost(operation, input, output);
}

/** How each unit of a layer's output looks at its input. */
export function viewOf(operation: Operation, input: Shape): View {
  return (ruleOf(operation.kind) as LayerRule<Kind>).view(operation as OperationOf<Kind>, input);
}

/** Whether a layer can work in place, so that the textbook's sum of activations leaves it out. */
export function worksInPlace(operation: Operation): boolean {
  return ruleOf(operation.kind).inPlace;
}
