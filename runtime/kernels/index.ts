// The room's door: every computation's kernels, by kind. A computation without a row does not compile.
import {
  type AdapterProfile,
  type Computation,
  type ComputationKind,
  type ComputationOf,
  compilesSlowly,
  type Instruction,
  type ProgramTensor,
} from '../program/index.js';
import { add } from './add.js';
import { avgpool, avgpoolGradient } from './avgpool.js';
import { batchNormInputGradient } from './batch-norm-gradient.js';
import { biasGradient } from './bias-gradient.js';
import { clipFactor, squareSums } from './clipping.js';
import { concat } from './concat.js';
import { conv } from './conv.js';
import { convInputGradient } from './conv-input-gradient.js';
import { convWeightGradient } from './conv-weight-gradient.js';
import { copy, copyGradient, shuffle } from './copies.js';
import { dropout } from './dropout.js';
import { fc, fcInputGradient, fcWeightGradient } from './fc.js';
import { groupNormInputGradient } from './group-norm-gradient.js';
import { inHalves } from './halves.js';
import type { Kernel, KernelsOf } from './kernel.js';
import { crossEntropy, mse } from './losses.js';
import { lrn, lrnGradient } from './lrn.js';
import { maxpool } from './maxpool.js';
import { maxpoolGradient } from './maxpool-gradient.js';
import { moments } from './moments.js';
import { mul, mulSpreadGradient } from './mul.js';
import { normalise } from './normalise.js';
import { normaliseParameterGradients } from './normalise-parameter-gradients.js';
import { accumulate, takePart } from './parts.js';
import { pointwise, pointwiseGradient } from './pointwise.js';
import { rolled } from './rolled.js';
import { runningAverage } from './running-average.js';
import { softmax, softmaxGradient } from './softmax.js';
import { adagrad, adam, rmsprop, sgd } from './updates.js';
import { upsample, upsampleGradient } from './upsample.js';

export type { Binding, Kernel } from './kernel.js';
export { type SharedKernels, shared } from './shared.js';
export { sliced } from './slices.js';

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
  fc,
  'fc-input-gradient': fcInputGradient,
  'fc-weight-gradient': fcWeightGradient,
  dropout,
  'dropout-gradient': dropout,
  softmax,
  'softmax-gradient': softmaxGradient,
  'cross-entropy': crossEntropy,
  mse,
  add,
  mul,
  'mul-spread-gradient': mulSpreadGradient,
  concat,
  copy,
  'copy-gradient': copyGradient,
  shuffle,
  upsample,
  'upsample-gradient': upsampleGradient,
  lrn,
  'lrn-gradient': lrnGradient,
  moments,
  normalise,
  'normalise-parameter-gradients': normaliseParameterGradients,
  'batch-norm-input-gradient': batchNormInputGradient,
  'group-norm-input-gradient': groupNormInputGradient,
  'take-part': takePart,
  accumulate,
  'running-average': runningAverage,
  'square-sums': squareSums,
  'clip-factor': clipFactor,
  sgd,
  adagrad,
  rmsprop,
  adam,
};

/**
 * The kernels of an instruction for an adapter, to be dispatched in this order. Pure: needs no GPU.
 * @param typeOf how a tensor is stored, where not all are `f32`
 */
export function kernelsOf(
  instruction: Instruction,
  adapter: AdapterProfile,
  typeOf?: (tensor: number) => ProgramTensor['type'],
): readonly Kernel[] {
  // Widened once, here: a row is only ever given instructions of its own kind.
  const row = kernels[instruction.computation.kind] as KernelsOf<Computation>;
  const written = row(instruction, adapter);
  const made = compilesSlowly(adapter) ? written.map(rolled) : written;
  if (!typeOf) return made;
  const { inputs, outputs } = instruction;
  return made.map((kernel) =>
    inHalves(kernel, (binding) => {
      if (binding.kind !== 'input' && binding.kind !== 'output') return false;
      return typeOf((binding.kind === 'input' ? inputs : outputs)[binding.index]!) === 'f16';
    }),
  );
}
