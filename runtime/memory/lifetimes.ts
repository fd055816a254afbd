// The lifetime of each tensor. The evaluation computes a part of what the step computes, in the same order: aligning
// its instructions with those of the step that write the same tensor puts both on one time axis, and lifetimes that do
// not overlap there overlap in neither.
import type { Instruction, Program, ProgramTensor } from '../ir/index.js';

/** Both ends included; a tensor that nothing touches has first > last. */
export interface Lifetimes {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

type ScheduledTensors = Pick<Program, 'tensors' | 'step' | 'evaluation'>;

/** For each instruction of the evaluation: the place in the step of the one that writes the same tensor first. */
export function placesIn({ tensors, step, evaluation }: ScheduledTensors): number[] {
  const writer = new Int32Array(tensors.length).fill(-1);
  step.forEach(({ outputs }, index) => {
    const written = outputs[0];
    if (writer[written] === -1) writer[written] = index;
  });
  let before = -1;
  return evaluation.map((instruction) => {
    const place = writer[instruction.outputs[0]];
    if (place <= before) {
      throw new Error(`${instruction.computation.kind} of ${instruction.layer} has no place in the step's order`);
    }
    before = place;
    return place;
  });
}

/** `places[i]` is the time of `instructions[i]`. Widens the lifetimes to cover these instructions. */
function cover(lifetimes: Lifetimes, instructions: readonly Instruction[], places?: readonly number[]): void {
  const { first, last } = lifetimes;
  const touch = (tensors: readonly number[], time: number) => {
    for (let index = 0; index < tensors.length; index++) {
      const tensor = tensors[index];
      if (time < first[tensor]) first[tensor] = time;
      if (time > last[tensor]) last[tensor] = time;
    }
  };
  instructions.forEach(({ inputs, outputs }, index) => {
    const time = places?.[index] ?? index;
    touch(inputs, time);
    touch(outputs, time);
  });
}

/**
 * Lifetimes on the time axis of `step`. What an instruction reads and what it writes are alive together.
 * @param evaluation with its places on that axis (see `placesIn`)
 */
export function lifetimesOf(
  tensors: readonly ProgramTensor[],
  step: readonly Instruction[],
  evaluation?: { readonly instructions: readonly Instruction[]; readonly places: readonly number[] },
): Lifetimes {
  const lifetimes: Lifetimes = {
    first: new Int32Array(tensors.length).fill(step.length),
    last: new Int32Array(tensors.length).fill(-1),
  };
  cover(lifetimes, step);
  if (evaluation) cover(lifetimes, evaluation.instructions, evaluation.places);
  return lifetimes;
}

/** By tensor: the first of those that lie in one place, each overwriting the one before where that dies (`inPlace`). */
export function homesOf(count: number, step: readonly Instruction[]): Int32Array {
  const home = Int32Array.from({ length: count }, (_, id) => id);
  for (const { inPlace, inputs, outputs } of step) {
    if (inPlace !== undefined) home[outputs[0]] = home[inputs[inPlace]];
  }
  return home;
}

/** The lifetime of each home covers those of all that lie there; the others' are as they were. */
export function joined({ first, last }: Lifetimes, home: Int32Array): Lifetimes {
  const together = { first: first.slice(), last: last.slice() };
  home.forEach((to, id) => {
    together.first[to] = Math.min(together.first[to], first[id]);
    together.last[to] = Math.max(together.last[to], last[id]);
  });
  return together;
}
