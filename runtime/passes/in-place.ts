// In-place results: an output takes the memory of an input that dies there, if each value is computed from the value it
// overwrites and from no other of that tensor. A gradient then reuses its activation's memory.
import {
  epilogueInputs,
  type Instruction,
  type Program,
  type Role,
  sizeOf,
  stepInputs,
  type Target,
  traitsOf,
  type WithEpilogue,
} from '../ir/index.js';

/** The roles of tensors that may be overwritten: nothing outside the program reads them. */
const removable: ReadonlySet<Role> = new Set(['activation', 'activation-gradient']);

/** The program with `inPlace` set wherever both its schedules allow it. */
export function planInPlace(program: Program, target: Target): Program {
  const { tensors, logits } = program;
  const sizes = tensors.map(({ shape }) => sizeOf(shape));
  const last = lastReads(tensors.length, program.step);
  const lastEvaluated = lastReads(tensors.length, program.evaluation);
  const written = new Int32Array(tensors.length).fill(-1);
  program.evaluation.forEach(({ outputs }, time) => {
    for (const tensor of outputs) written[tensor] = time;
  });
  // The host reads the logits after the evaluation.
  lastEvaluated[logits] = program.evaluation.length;
  /** By tensor: until when the evaluation reads what is in its memory, -1 if it has nothing there. */
  const busy = lastEvaluated;
  const evaluation = [...program.evaluation];

  const step = program.step.map((instruction, time): Instruction => {
    const output = instruction.outputs[0];
    if (!removable.has(tensors[output].role)) return instruction;
    const place = overwritable(instruction, target).find((index) => {
      const tensor = instruction.inputs[index];
      const fits = removable.has(tensors[tensor].role) && isSame(tensor, output);
      return fits && last[tensor] === time && once(instruction.inputs, tensor) && evaluationAllows(tensor, output);
    });
    if (place === undefined) return instruction;
    const tensor = instruction.inputs[place];
    // The memory now also holds what was there before.
    busy[output] = Math.max(busy[output], busy[tensor]);
    return { ...instruction, inPlace: place };
  });
  return { ...program, step, evaluation };

  function isSame(tensor: number, output: number): boolean {
    return sizes[tensor] === sizes[output] && tensors[tensor].type === tensors[output].type;
  }

  /** Whether both may share memory in the evaluation; also sets `inPlace` there if the output overwrites the tensor. */
  function evaluationAllows(tensor: number, output: number): boolean {
    const time = written[output];
    if (time < 0 || busy[tensor] < time) return true;
    if (busy[tensor] > time) return false;
    const instruction = evaluation[time];
    const index = instruction.inputs.indexOf(tensor);
    if (!overwritable(instruction, target).includes(index) || !once(instruction.inputs, tensor)) return false;
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

/** The inputs each value of which is read by the thread that then writes the output's value at the same index. */
function overwritable({ computation, inputs, outputs }: Instruction, { maxBindings }: Target): number[] {
  // Beyond that a sum takes several dispatches, and none of them reads a value's place last.
  if (inputs.length + outputs.length > maxBindings) return [];
  const own = inputs.length - epilogueInputs((computation as WithEpilogue).epilogue);
  const places = [...traitsOf(computation).inPlaceInputs(own)];
  let index = own;
  for (const step of (computation as WithEpilogue).epilogue ?? []) {
    if (step.kind === 'add' || step.kind === 'pointwise-gradient') places.push(index);
    index += stepInputs(step);
  }
  return places;
}
