// Which tensors are stored in 16 bits where a job asks for that: the activations that the way back reads, the greater
// part of what a training keeps. Weights, gradients, statistics, scores and all arithmetic stay in 32 bits.
import { type Instruction, isLoss, type Program, type ProgramTensor, traitsOf } from '../ir/index.js';
import type { Passes } from './recompute.js';

/** So many buffers, and a sum is made in several turns, each of which would round it anew. */
const mostBuffers = 8;

/**
 * The program with such tensors of type `f16`. Whether the way back reads a tensor or has it made anew makes no
 * difference, so that recomputing changes no bit.
 */
export function withHalves(program: Program, { maker, firstBack }: Passes): Program {
  const whole = new Set([program.logits]);
  for (const instruction of [...program.step, ...program.evaluation]) {
    if (isLoss(instruction) || isLongSum(instruction)) {
      for (const tensor of [...instruction.inputs, ...instruction.outputs]) whole.add(tensor);
    }
  }
  const halves = new Set<number>();
  for (const { computation, inputs, outputs } of program.step) {
    for (const tensor of outputs) {
      if (maker[tensor] === -1 || firstBack[tensor] === -1 || whole.has(tensor)) continue;
      const { computesStatistics, selectsInputs } = traitsOf(computation);
      if (computesStatistics) continue;
      // A maximum is found again by being equal to one of what it is of: it may be rounded no further.
      if (selectsInputs && !halves.has(inputs[0])) continue;
      halves.add(tensor);
    }
  }
  const tensors = program.tensors.map(
    (tensor): ProgramTensor => (halves.has(tensor.id) ? { ...tensor, type: 'f16' } : tensor),
  );
  return { ...program, storage: 'f16', tensors };
}

function isLongSum({ computation, inputs }: Instruction): boolean {
  return traitsOf(computation).sumsInputs && inputs.length >= mostBuffers;
}
