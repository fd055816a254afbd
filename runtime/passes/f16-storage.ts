// Stores in 16 bits the activations that the backward pass reads, most of what a training stores. Weights, gradients,
// statistics, scores and all arithmetic stay in 32 bits.
import { type Instruction, isLoss, type Program, type ProgramTensor, type Target, traitsOf } from '../ir/index.js';
import type { ForwardProfile } from './recompute.js';

/**
 * The program with these tensors of type `f16`. Whether the backward pass reads a tensor or recomputes it makes no
 * difference, so that recomputation changes no bit.
 */
export function storeInF16(program: Program, { producer, firstBackward }: ForwardProfile, target: Target): Program {
  const f32 = new Set([program.logits]);
  for (const instruction of [...program.step, ...program.evaluation]) {
    if (isLoss(instruction) || isLongSum(instruction, target)) {
      for (const tensor of [...instruction.inputs, ...instruction.outputs]) f32.add(tensor);
    }
  }
  const f16 = new Set<number>();
  for (const { computation, inputs, outputs } of program.step) {
    for (const tensor of outputs) {
      if (producer[tensor] === -1 || firstBackward[tensor] === -1 || f32.has(tensor)) continue;
      const { computesStatistics, selectsInputs } = traitsOf(computation);
      if (computesStatistics) continue;
      // A maximum is found again by comparing it with its inputs: it may not be rounded any further than they are.
      if (selectsInputs && !f16.has(inputs[0])) continue;
      f16.add(tensor);
    }
  }
  const tensors = program.tensors.map(
    (tensor): ProgramTensor => (f16.has(tensor.id) ? { ...tensor, type: 'f16' } : tensor),
  );
  return { ...program, storage: 'f16', tensors };
}

/** A sum in several dispatches: each would round it once more. */
function isLongSum({ computation, inputs }: Instruction, { maxBindings }: Target): boolean {
  return traitsOf(computation).sumsInputs && inputs.length >= maxBindings;
}
