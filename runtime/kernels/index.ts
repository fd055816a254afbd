// The room's door: every computation's kernels, by kind. A computation without a row does not compile.
import type { Computation, ComputationKind, ComputationOf, Instruction } from '../program/program.js';
import { add } from './add.js';
import { avgpool, avgpoolGradient } from './avgpool.js';
import { biasGradient } from './bias-gradient.js';
import { conv } from './conv.js';
import { convInputGradient } from './conv-input-gradient.js';
import { convWeightGradient } from './conv-weight-gradient.js';
import { crossEntropy } from './cross-entropy.js';
import { dropout, dropoutGradient } from './dropout.js';
import { fc, fcInputGradient, fcWeightGradient } from './fc.js';
import type { Kernel, KernelsOf } from './kernel.js';
import { maxpool } from './maxpool.js';
import { maxpoolGradient } from './maxpool-gradient.js';
import { relu, reluGradient } from './relu.js';
import { sgd } from './sgd.js';
import { softmax, softmaxGradient } from './softmax.js';

export type { Binding, Kernel } from './kernel.js';

const kernels: { readonly [K in ComputationKind]: KernelsOf<ComputationOf<K>> } = {
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
  'dropout-gradient': dropoutGradient,
  softmax,
  'softmax-gradient': softmaxGradient,
  'cross-entropy': crossEntropy,
  add,
  sgd,
};

/** The kernels of an instruction, to be dispatched in this order. Pure: needs no GPU. */
export function kernelsOf(instruction: Instruction): readonly Kernel[] {
  // Widened once, here: a row is only ever given instructions of its own kind.
  const row = kernels[instruction.computation.kind] as KernelsOf<Computation>;
  return row(instruction);
}
