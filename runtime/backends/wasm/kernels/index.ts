// The kernel of every computation by kind: one without a row does not compile.
import type { Computation, ComputationKind } from '../../../ir/index.js';
import { arithmetics } from './arithmetic.js';
import { biasGradient } from './columns/index.js';
import { conv, convInputGradient, convWeightGradient } from './conv/index.js';
import { fc, fcInputGradient, fcWeightGradient } from './fc/index.js';
import type { Kernel, KernelFactory, KernelOptions } from './kernel.js';
import { crossEntropy, imageError, mae, mse, softmax, softmaxGradient } from './loss/index.js';
import {
  accumulate,
  concat,
  copy,
  copyGradient,
  depthToSpace,
  shuffle,
  spaceToDepth,
  takeMicroBatch,
  upsample,
  upsampleGradient,
} from './move/index.js';
import {
  batchNormInputGradient,
  groupNormInputGradient,
  moments,
  normalise,
  normaliseParameterGradients,
  runningAverage,
} from './norm/index.js';
import { adagrad, adam, clipFactor, rmsprop, sgd, squareSums } from './optimizer/index.js';
import {
  add,
  dropout,
  mul,
  mulSpreadGradient,
  pointwise,
  pointwiseGradient,
  prelu,
  preluInputGradient,
  preluSlopeGradient,
} from './pointwise/index.js';
import { avgpool, avgpoolGradient, maxpool, maxpoolGradient } from './pool/index.js';
import { lrn, lrnGradient } from './response-norm/index.js';

const kernels: { readonly [K in ComputationKind]: KernelFactory<K> } = {
  'bias-gradient': biasGradient,
  moments,
  normalise,
  'normalise-parameter-gradients': normaliseParameterGradients,
  'batch-norm-input-gradient': batchNormInputGradient,
  'group-norm-input-gradient': groupNormInputGradient,
  'running-average': runningAverage,
  'square-sums': squareSums,
  'clip-factor': clipFactor,
  sgd,
  adagrad,
  rmsprop,
  adam,
  pointwise,
  'pointwise-gradient': pointwiseGradient,
  prelu,
  'prelu-input-gradient': preluInputGradient,
  'prelu-slope-gradient': preluSlopeGradient,
  conv,
  'conv-input-gradient': convInputGradient,
  'conv-weight-gradient': convWeightGradient,
  maxpool,
  'maxpool-gradient': maxpoolGradient,
  fc,
  'fc-input-gradient': fcInputGradient,
  'fc-weight-gradient': fcWeightGradient,
  dropout,
  'dropout-gradient': dropout,
  add,
  mul,
  'mul-spread-gradient': mulSpreadGradient,
  softmax,
  'softmax-gradient': softmaxGradient,
  'cross-entropy': crossEntropy,
  mse,
  mae,
  'image-error': imageError,
  concat,
  copy,
  'copy-gradient': copyGradient,
  shuffle,
  'depth-to-space': depthToSpace,
  'space-to-depth': spaceToDepth,
  upsample,
  'upsample-gradient': upsampleGradient,
  'take-micro-batch': takeMicroBatch,
  accumulate,
  lrn,
  'lrn-gradient': lrnGradient,
  avgpool,
  'avgpool-gradient': avgpoolGradient,
};

export function kernelOf(computation: Computation, options: KernelOptions): Kernel {
  // The row is the computation's own, which TypeScript cannot follow through a table.
  const factory = kernels[computation.kind] as KernelFactory;
  return factory(computation, arithmetics[options.arithmetic], options);
}
