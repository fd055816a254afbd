// The lifetime of each tensor. The evaluation computes a part of what the step computes, in the same order: aligning
// its instructions with those of the step that write the same tensor puts both on one time axis, and lifetimes that do
// not overlap there overlap in neither.
import type { Instruction, ProgramTensor } from '../ir/index.js';

/** Both ends included; a tensor that nothing touches has first > last. */
export interface Lifetimes {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** For each instruction of `part`: the place in `whole` of the instruction that writes the same tensor first. */
export function placesIn(whole: readonly Instruction[], part: readonly Instruction[]): number[] {
  const writer = new Map<number, number>();
  whole.forEach((instruction, index) => {
    const written = instruction.outputs[0];
    if (!writer.has(written)) writer.set(written, index);
  });
  let before = -1;
  return part.map((instruction) => {
    const place = writer.get(instruction.outputs[0]);
    if (place === undefined || place <= before) {
      throw new Error(`${instruction.computation.kind} of ${instruction.layer} has no place in the step's order`);
    }
    before = place;
    return place;
  });
}

/** `places[i]` is the time of `instructions[i]`. Widens the lifetimes to cover these instructions. */
function cover(lifetimes: Lifetimes, instructions: readonly Instruction[], places?: readonly number[]): void {
  instructions.forEach((instruction, index) => {
    const time = places?.[index] ?? index;
    for (const tensors of [instruction.inputs, instruction.outputs]) {
      for (const tensor of tensors) {
        lifetimes.first[tensor] = Math.min(lifetimes.first[tensor], time);
        lifetimes.last[tensor] = Math.max(lifetimes.last[tensor], time);
      }
    }
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
