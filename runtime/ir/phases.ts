// Where the phases of a training step begin, and what an instruction moves.
import { traitsOf } from './op-traits.js';
import type { Instruction, Program } from './program.js';
import { tensorBytes } from './tensor.js';

/** Whether an instruction computes a loss: the first one ends the forward pass. */
export function isLoss({ computation }: Instruction): boolean {
  return traitsOf(computation).phase === 'loss';
}

/** The index in `Program.step` of the first instruction that runs once, after the last micro-batch. */
export function firstUpdate({ step }: Pick<Program, 'step'>): number {
  const index = step.findIndex(({ computation }) => traitsOf(computation).phase === 'update');
  return index === -1 ? step.length : index;
}

/** The 32-bit values that an instruction's inputs and outputs have room for. */
export function countValues({ inputs, outputs }: Instruction, { tensors }: Pick<Program, 'tensors'>): number {
  let bytes = 0;
  // As in sizeOf, no iterator.
  for (let index = 0; index < inputs.length; index++) bytes += tensorBytes(tensors[inputs[index]]);
  for (let index = 0; index < outputs.length; index++) bytes += tensorBytes(tensors[outputs[index]]);
  return bytes / 4;
}
