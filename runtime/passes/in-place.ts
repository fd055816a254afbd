// In place: a result takes the memory of a tensor that dies where it is made, wherever each of its values is computed
// from the value that it overwrites and from no other of that tensor. A gradient then lies where its activation lay.
import {
  epilogueInputs,
  type Instruction,
  type Program,
  type Role,
  sizeOf,
  stepInputs,
  traitsOf,
  type WithEpilogue,
} from '../ir/index.js';

/** What may be overwritten: nobody outside the program reads it. */
const passing: ReadonlySet<Role> = new Set(['activation', 'activation-gradient']);

/** Above this many inputs sums are made in several kernels, and none of them sees a value's place last. */
const mostBuffers = 8;

/** The program with `inPlace` stated wherever both its schedules allow it. */
export function inPlace(program: Program): Program {
  const { tensors, logits } = program;
  const sizes = tensors.map(({ shape }) => sizeOf(shape));
  const last = lastReads(tensors.length, program.step);
  const lastEvaluated = lastReads(tensors.length, program.evaluation);
  const written = new Int32Array(tensors.length).fill(-1);
  program.evaluation.forEach(({ outputs }, time) => {
    for (const tensor of outputs) written[tensor] = time;
  });
  // After the evaluation it is read from outside.
  lastEvaluated[logits] = program.evaluation.length;
  /** By tensor: until when the evaluation reads what lies in its memory, -1 where it has nothing there. */
  const busy = lastEvaluated;
  const evaluation = [...program.evaluation];

  const step = program.step.map((instruction, time): Instruction => {
    const output = instruction.outputs[0];
    if (!passing.has(tensors[output].role)) return instruction;
    const place = placewise(instruction).find((index) => {
      const tensor = instruction.inputs[index];
      const fits = passing.has(tensors[tensor].role) && isSame(tensor, output);
      return fits && last[tensor] === time && once(instruction.inputs, tensor) && evaluationAllows(tensor, output);
    });
    if (place === undefined) return instruction;
    const tensor = instruction.inputs[place];
    // What lay there before lies there still, for whoever comes next.
    busy[output] = Math.max(busy[output], busy[tensor]);
    return { ...instruction, inPlace: place };
  });
  return { ...program, step, evaluation };

  function isSame(tensor: number, output: number): boolean {
    return sizes[tensor] === sizes[output] && tensors[tensor].type === tensors[output].type;
  }

  /** Whether the evaluation may keep both in one place; says so there too, where its result overwrites the tensor. */
  function evaluationAllows(tensor: number, output: number): boolean {
    const time = written[output];
    if (time < 0 || busy[tensor] < time) return true;
    if (busy[tensor] > time) return false;
    const instruction = evaluation[time];
    const index = instruction.inputs.indexOf(tensor);
    if (!placewise(instruction).includes(index) || !once(instruction.inputs, tensor)) return false;
    evaluation[time] = { ...instruction, inPlace: index };
    return true;
  }
}

function once(inputs: readonly number[], tensor: number): boolean {
  return inputs.indexOf(tensor) === inputs.lastIndexOf(tensor);
}

/** By tensor: the time of its last reader, -1 for none. */
function lastReads(count: number, schedule: readonly Instruction[]): Int32Array {
  const last = new Int32Array(count).fill(-1);
  schedule.forEach(({ inputs }, time) => {
    for (const tensor of inputs) last[tensor] = time;
  });
  return last;
}

/**
 * The places of the inputs of which each value is read where, and before, the output's value at the same place is
 * written.
 */
function placewise({ computation, inputs, outputs }: Instruction): number[] {
  if (inputs.length + outputs.length > mostBuffers) return [];
  const own = inputs.length - epilogueInputs((computation as WithEpilogue).epilogue);
  const places = [...traitsOf(computation).inPlaceInputs(own)];
  let index = own;
  for (const step of (computation as WithEpilogue).epilogue ?? []) {
    if (step.kind === 'add' || step.kind === 'pointwise-gradient') places.push(index);
    index += stepInputs(step);
  }
  return places;
}
