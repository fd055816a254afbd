// Which tensors are stored in 16 bits where a job asks for that: the activations that the way back reads, the greater
// part of what a training keeps. Weights, gradients, statistics, scores and all arithmetic stay in 32 bits.
import type { ComputationKind, Instruction, Program, ProgramTensor } from '../ir/index.js';
import { isLoss } from '../lowering/index.js';
import type { Passes } from './recompute.js';

/** What these make stays in 32 bits: mean and variance, which are small and square what they are given. */
const precise: ReadonlySet<ComputationKind> = new Set(['moments'] satisfies ComputationKind[]);

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
      if (precise.has(computation.kind)) continue;
      // A maximum is found again by being equal to one of what it is of: it may be rounded no further.
      if (computation.kind === 'maxpool' && !halves.has(inputs[0])) continue;
      halves.add(tensor);
    }
  }
  const tensors = program.tensors.map(
    (tensor): ProgramTensor => (halves.has(tensor.id) ? { ...tensor, type: 'f16' } : tensor),
  );
  return { ...program, storage: 'f16', tensors };
}

function isLongSum({ computation, inputs }: Instruction): boolean {
  return computation.kind === 'add' && inputs.length >= mostBuffers;
}
