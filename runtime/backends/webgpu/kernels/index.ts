// The table of kernels: every computation's, by kind. A computation without a row does not compile.

import type { Computation, ComputationKind, ComputationOf, Instruction, ProgramTensor } from '../../../ir/index.js';
import { type AdapterProfile, compilesSlowly } from '../adapter-profile.js';
import { emitKernel } from '../shaders/emit-kernel.js';
import type { Kernel, KernelsOf, StorageBinding } from '../shaders/kernel.js';
import { conv } from './conv/conv.js';
import { convInputGradient } from './conv/conv-input-gradient.js';
import { convWeightGradient } from './conv/conv-weight-gradient.js';
import { fc, fcInputGradient, fcWeightGradient } from './fc/fc.js';
import { imageError } from './loss/image-error.js';
import { crossEntropy, mae, mse } from './loss/losses.js';
import { softmax, softmaxGradient } from './loss/softmax.js';
import { concat } from './move/concat.js';
import { copy, copyGradient, shuffle } from './move/copies.js';
import { accumulate, takeMicroBatch } from './move/micro-batches.js';
import { depthToSpace, spaceToDepth } from './move/pixel-blocks.js';
import { upsample, upsampleGradient } from './move/upsample.js';
import { batchNormInputGradient } from './norm/batch-norm-gradient.js';
import { groupNormInputGradient } from './norm/group-norm-gradient.js';
import { lrn, lrnGradient } from './norm/lrn.js';
import { moments } from './norm/moments.js';
import { normalise } from './norm/normalise.js';
import { normaliseParameterGradients } from './norm/normalise-parameter-gradients.js';
import { runningAverage } from './norm/running-average.js';
import { clipFactor, squareSums } from './optimizer/clipping.js';
import { adagrad, adam, rmsprop, sgd } from './optimizer/updates.js';
import { add } from './pointwise/add.js';
import { biasGradient } from './pointwise/bias-gradient.js';
import { dropout } from './pointwise/dropout.js';
import { mul, mulSpreadGradient } from './pointwise/mul.js';
import { pointwise, pointwiseGradient } from './pointwise/pointwise.js';
import { prelu, preluInputGradient, preluSlopeGradient } from './pointwise/prelu.js';
import { avgpool, avgpoolGradient } from './pool/avgpool.js';
import { maxpool } from './pool/maxpool.js';
import { maxpoolGradient } from './pool/maxpool-gradient.js';

export type { Binding, Kernel } from '../shaders/kernel.js';
export { shareShaders } from '../shaders/shared-shaders.js';

const kernels: { readonly [K in ComputationKind]: KernelsOf<ComputationOf<K>> } = {
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

/** What kernels depend on beside their instruction and the adapter: the plan's choices. */
export interface KernelOptions {
  /** How a tensor is stored. Default: every tensor as f32. */
  readonly typeOf?: (tensor: number) => ProgramTensor['type'];
  /** Dispatch slices of each kernel. Default: 1. */
  readonly slices?: number;
}

/** The kernels of an instruction for an adapter, to be dispatched in this order. Pure: needs no GPU. */
export function kernelsOf(
  instruction: Instruction,
  adapter: AdapterProfile,
  { typeOf, slices }: KernelOptions = {},
): readonly Kernel[] {
  // Widened once, here: a row is only ever given instructions of its own kind.
  const row = kernels[instruction.computation.kind] as KernelsOf<Computation>;
  const { inputs, outputs } = instruction;
  const isSlow = compilesSlowly(adapter);
  const isF16 =
    typeOf &&
    ((binding: StorageBinding) =>
      binding.kind !== 'workspace' && typeOf((binding.kind === 'input' ? inputs : outputs)[binding.index]) === 'f16');
  return row(instruction, adapter).map((source) =>
    emitKernel(source, { isF16, opaqueLoopBounds: isSlow, keepConstants: isSlow, slices }),
  );
}
