// Every computation by kind: one without a row does not compile.
import type { Computation, ComputationKind } from '../program/index.js';
import type { Compute, Context, Values } from './compute.js';
import { conv, convInputGradient, convWeightGradient } from './conv.js';
import { crossEntropy } from './cross-entropy.js';
import { dropout } from './dropout.js';
import { fc, fcInputGradient, fcWeightGradient } from './fc.js';
import { avgpool, avgpoolGradient, maxpool, maxpoolGradient } from './pooling.js';
import { relu, reluGradient } from './relu.js';
import { sgd } from './sgd.js';
import { softmax, softmaxGradient } from './softmax.js';
import { add, biasGradient } from './sums.js';

const computations: { readonly [K in ComputationKind]: Compute<K> } = {
  conv,
  'conv-input-gradient': convInputGradient,
  'conv-weight-gradient': convWeightGradient,
  'bias-gradient': biasGradient,
  maxpool,
  'maxpool-gradient': maxpoolGradient,
  avgpool,
  'avgpool-gradient': avgpoolGradient,
  relu,
  'relu-gradient': reluGradient,
  fc,
  'fc-input-gradient': fcInputGradient,
  'fc-weight-gradient': fcWeightGradient,
  dropout,
  'dropout-gradient': dropout,
  softmax,
  'softmax-gradient': softmaxGradient,
  'cross-entropy': crossEntropy,
  add,
  sgd,
};

/** Computes `outputs` from `inputs`, in the order that `Computation` states for its kind. */
export function compute(
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly Values[],
  context: Context,
): void {
  // The row is the computation's own, which TypeScript cannot follow through a table.
  const row = computations[computation.kind] as Compute<ComputationKind>;
  row(computation, inputs, outputs, context);
}
