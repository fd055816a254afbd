// Recomputation: a tensor of the forward pass that is read again on the way back is forgotten in between and made anew,
// by the same instructions, so that it has the same bits. What to forget: cheap.ts and checkpoints.ts.
import { type Instruction, isLoss, type Program, type ProgramTensor } from '../ir/index.js';

/** A step seen as a way there, which the first loss ends, and a way back. */
export interface ForwardProfile {
  /** Instructions on the way there. */
  readonly forward: number;
  /** By tensor: the place of the instruction on the way there that makes it; -1 for what is not made there. */
  readonly producer: Int32Array;
  /** By tensor: when the way there reads it last; -1 where it does not. */
  readonly lastForward: Int32Array;
  /** By tensor: when the way back reads it first and last; -1 where it does not. */
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
 * The program with the tensors in `forgotten` made anew before the way back first reads them. They are all made on the
 * way there; what they are made from is made anew as well where it is forgotten too.
 */
export function recompute(
  program: Program,
  { forward, producer }: ForwardProfile,
  forgotten: ReadonlySet<number>,
): Program {
  if (forgotten.size === 0) return program;
  const tensors: ProgramTensor[] = [...program.tensors];
  /** By forgotten tensor: what it is called when it is made anew. */
  const anew = new Map<number, number>();
  const step: Instruction[] = program.step.slice(0, forward);
  for (const instruction of program.step.slice(forward)) {
    for (const tensor of instruction.inputs) if (forgotten.has(tensor)) make(tensor);
    step.push(reading(instruction));
  }
  return { ...program, tensors, step };

  /** Makes a tensor anew, after all it needs: no recursion, for a chain may be as long as the network is deep. */
  function make(wanted: number): void {
    const waiting = [wanted];
    for (let tensor = waiting.at(-1); tensor !== undefined; tensor = waiting.at(-1)) {
      const instruction = program.step[producer[tensor]];
      const missing = instruction.inputs.filter((input) => forgotten.has(input) && !anew.has(input));
      if (missing.length > 0) {
        waiting.push(...missing);
        continue;
      }
      waiting.pop();
      if (anew.has(tensor)) continue;
      const again = reading(instruction);
      const outputs = instruction.outputs.map((output) => {
        const { name, ...rest } = tensors[output];
        tensors.push({ ...rest, name: `${name}/again`, id: tensors.length });
        anew.set(output, tensors.length - 1);
        return tensors.length - 1;
      });
      step.push({ ...again, outputs });
    }
  }

  function reading(instruction: Instruction): Instruction {
    if (!instruction.inputs.some((input) => anew.has(input))) return instruction;
    return { ...instruction, inputs: instruction.inputs.map((input) => anew.get(input) ?? input) };
  }
}
