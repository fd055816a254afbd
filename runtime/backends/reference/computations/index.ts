// Every computation by kind: one without a row does not compile.
import type { Computation, ComputationKind, WithEpilogue } from '../../../ir/index.js';
import { slicesIn, type Values } from '../../cpu/index.js';
import { clipFactor, squareSums } from './clipping.js';
import type { Compute, Context } from './compute.js';
import { concat, copy, copyGradient, depthToSpace, shuffle, spaceToDepth } from './copies.js';
import { crossEntropy } from './cross-entropy.js';
import { dropout } from './dropout.js';
import { applyEpilogue, separateInputs } from './epilogue.js';
import { imageError, mae, mse } from './errors.js';
import { lrn, lrnGradient } from './lrn.js';
import { conv, convInputGradient, convWeightGradient } from './matmul/conv.js';
import { fc, fcInputGradient, fcWeightGradient } from './matmul/fc.js';
import { accumulate, takeMicroBatch } from './micro-batches.js';
import {
  batchNormInputGradient,
  groupNormInputGradient,
  moments,
  normalise,
  normaliseParameterGradients,
  runningAverage,
} from './norms.js';
import { pointwise, pointwiseGradient } from './pointwise.js';
import { avgpool, avgpoolGradient, maxpool, maxpoolGradient } from './pooling.js';
import { prelu, preluInputGradient, preluSlopeGradient } from './prelu.js';
import { mul, mulSpreadGradient } from './products.js';
import { softmax, softmaxGradient } from './softmax.js';
import { add, biasGradient } from './sums.js';
import { adagrad, adam, rmsprop, sgd } from './updates.js';
import { upsample, upsampleGradient } from './upsample.js';

const computations: { readonly [K in ComputationKind]: Compute<K> } = {
  conv,
  'conv-input-gradient': convInputGradient,
  'conv-weight-gradient': convWeightGradient,
  'bias-gradient': biasGradient,
  maxpool,
  'maxpool-gradient': maxpoolGradient,
  avgpool,
  'avgpool-gradient': avgpoolGradient,
  pointwise,
  'pointwise-gradient': pointwiseGradient,
  prelu,
  'prelu-input-gradient': preluInputGradient,
  'prelu-slope-gradient': preluSlopeGradient,
  fc,
  'fc-input-gradient': fcInputGradient,
  'fc-weight-gradient': fcWeightGradient,
  dropout,
  'dropout-gradient': dropout,
  softmax,
  'softmax-gradient': softmaxGradient,
  'cross-entropy': crossEntropy,
  mse,
  mae,
  'image-error': imageError,
  add,
  mul,
  'mul-spread-gradient': mulSpreadGradient,
  concat,
  copy,
  'copy-gradient': copyGradient,
  shuffle,
  'depth-to-space': depthToSpace,
  'space-to-depth': spaceToDepth,
  upsample,
  'upsample-gradient': upsampleGradient,
  lrn,
  'lrn-gradient': lrnGradient,
  moments,
  normalise,
  'normalise-parameter-gradients': normaliseParameterGradients,
  'batch-norm-input-gradient': batchNormInputGradient,
  'group-norm-input-gradient': groupNormInputGradient,
  'take-micro-batch': takeMicroBatch,
  accumulate,
  'running-average': runningAverage,
  'square-sums': squareSums,
  'clip-factor': clipFactor,
  sgd,
  adagrad,
  rmsprop,
  adam,
};

/** Computes `outputs` from `inputs`, in the order that `Computation` states for its kind. */
export function compute(
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly Values[],
  context: Context,
): void {
  for (const _ of computeInSlices(computation, inputs, outputs, context));
}

/** The same, a slice an iteration. */
export function* computeInSlices(
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly Values[],
  context: Context,
): Generator<void> {
  // The row is the computation's own, which TypeScript cannot follow through a table.
  const row = computations[computation.kind] as Compute<ComputationKind>;
  const { epilogue } = computation as WithEpilogue;
  if (!epilogue) {
    yield* slicesIn(row(computation, inputs, outputs, context));
    return;
  }
  const { own, others } = separateInputs(epilogue, inputs);
  const result = outputs[0];
  // What lies where the result goes would be overwritten before the epilogue reads it.
  const copies = others.map((values) => (values.buffer === result.buffer ? values.slice() : values));
  yield* slicesIn(row(computation, own, outputs, context));
  applyEpilogue(epilogue, copies, result, context);
}
