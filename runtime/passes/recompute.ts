// Recomputation: a tensor of the forward pass that the backward pass reads is dropped in between and recomputed by the
// same instructions, with the same bits. cheap-tensors.ts and checkpoints.ts choose the tensors.
import { type Instruction, isLoss, type Program, type ProgramTensor } from '../ir/index.js';

/** A step seen as a forward pass, up to the first loss, and a backward pass. */
export interface ForwardProfile {
  /** Number of instructions in the forward pass. */
  readonly forward: number;
  /** By tensor: the index of the forward instruction that computes it, or -1. */
  readonly producer: Int32Array;
  /** By tensor: the index of the last forward instruction that reads it, or -1. */
  readonly lastForward: Int32Array;
  /** By tensor: the indices of the first and the last backward instruction that reads it, or -1. */
  readonly firstBackward: Int32Array;
  readonly lastBackward: Int32Array;
}

export function profileForward({ tensors, step }: Program): ForwardProfile {
  const forward = step.findIndex(isLoss);
  const none = () => new Int32Array(tensors.length).fill(-1);
  const profile = { forward, producer: none(), lastForward: none(), firstBackward: none(), lastBackward: none() };
  step.forEach(({ inputs, outputs }, time) => {
    if (time < forward) {
      for (const tensor of inputs) profile.lastForward[tensor] = time;
      for (const tensor of outputs) if (tensors[tensor].role === 'activation') profile.producer[tensor] = time;
      return;
    }
    for (const tensor of inputs) {
      if (profile.firstBackward[tensor] === -1) profile.firstBackward[tensor] = time;
      profile.lastBackward[tensor] = time;
    }
  });
  return profile;
}

/**
 * The program in which the backward pass recomputes the tensors of `dropped` before it first reads them. The forward
 * pass computes all of them; their inputs are recomputed as well if they are dropped too.
 */
export function recompute(
  program: Program,
  { forward, producer }: ForwardProfile,
  dropped: ReadonlySet<number>,
): Program {
  if (dropped.size === 0) return program;
  const tensors: ProgramTensor[] = [...program.tensors];
  /** By dropped tensor: the id of its recomputed copy. */
  const copies = new Map<number, number>();
  const step: Instruction[] = program.step.slice(0, forward);
  for (const instruction of program.step.slice(forward)) {
    for (const tensor of instruction.inputs) if (dropped.has(tensor)) recomputeTensor(tensor);
    step.push(reading(instruction));
  }
  return { ...program, tensors, step };

  /** Recomputes a tensor after its inputs. Not recursive: a chain may be as long as the network is deep. */
  function recomputeTensor(wanted: number): void {
    const waiting = [wanted];
    for (let tensor = waiting.at(-1); tensor !== undefined; tensor = waiting.at(-1)) {
      const instruction = program.step[producer[tensor]];
      const missing = instruction.inputs.filter((input) => dropped.has(input) && !copies.has(input));
      if (missing.length > 0) {
        waiting.push(...missing);
        continue;
      }
      waiting.pop();
      if (copies.has(tensor)) continue;
      const again = reading(instruction);
      const outputs = instruction.outputs.map((output) => {
        const { name, ...rest } = tensors[output];
        tensors.push({ ...rest, name: `${name}/again`, id: tensors.length });
        copies.set(output, tensors.length - 1);
        return tensors.length - 1;
      });
      step.push({ ...again, outputs });
    }
  }

  function reading(instruction: Instruction): Instruction {
    if (!instruction.inputs.some((input) => copies.has(input))) return instruction;
    return { ...instruction, inputs: instruction.inputs.map((input) => copies.get(input) ?? input) };
  }
}
