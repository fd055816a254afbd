// Fusion: an element-wise instruction that is its input's only reader becomes an epilogue of the instruction that
// computes this input. The tensor between them is never written.
import { memoize } from '../../model/memoize.js';
import {
  type Computation,
  type EpilogueForm,
  type Instruction,
  type Program,
  type Role,
  type Target,
  traitsOf,
  type WithEpilogue,
} from '../ir/index.js';

/** The roles of tensors that may disappear: nothing outside the program reads them. */
const removable: ReadonlySet<Role> = new Set(['activation', 'activation-gradient']);

/**
 * A schedule of `program` with its element-wise chains fused; a fused instruction takes the place of the chain's last.
 * @param outputs tensors that must be computed whatever reads them
 */
export function fuse(
  program: Program,
  schedule: readonly Instruction[],
  target: Target,
  outputs: readonly number[] = [],
): Instruction[] {
  const readers = new Uint32Array(program.tensors.length);
  for (const { inputs } of schedule) for (const tensor of inputs) readers[tensor]++;
  for (const tensor of [program.logits, ...outputs]) readers[tensor]++;
  /** By tensor: the index in `result` of the instruction that computes it and accepts an epilogue; else -1. */
  const producer = new Int32Array(program.tensors.length).fill(-1);
  const result: (Instruction | undefined)[] = [];
  const merges = memoize((_before: Computation) => memoize((_after: Computation): Merge[] => []));

  for (const instruction of schedule) {
    let chosen: EpilogueForm | undefined;
    let latest = -1;
    for (const form of epilogueForms(instruction)) {
      const place = producerOf(instruction, form);
      // Of several the latest: it waits least for the other inputs.
      if (place <= latest) continue;
      latest = place;
      chosen = form;
    }
    const merged = chosen ? withSteps(result[latest]!, chosen, instruction) : instruction;
    if (chosen) result[latest] = undefined;
    const place = result.push(merged) - 1;
    if (target.acceptsEpilogue(merged.computation.kind)) producer[merged.outputs[0]] = place;
  }
  return result.filter((instruction) => instruction !== undefined);

  /** The index of the instruction that can take the steps as its epilogue, -1 if none can. */
  function producerOf({ inputs }: Instruction, { main, reads }: EpilogueForm): number {
    const tensor = inputs[main];
    const place = producer[tensor];
    if (place < 0 || readers[tensor] !== 1 || !removable.has(program.tensors[tensor].role)) return -1;
    const { inputs: own, outputs } = result[place]!;
    return own.length + reads.length + outputs.length <= target.maxBindings ? place : -1;
  }

  /** `before` with the steps in its epilogue, so that it computes what `instruction` would. */
  function withSteps(before: Instruction, form: EpilogueForm, instruction: Instruction): Instruction {
    return {
      ...before,
      computation: merge(before.computation, form, instruction.computation),
      inputs: [...before.inputs, ...form.reads],
      outputs: instruction.outputs,
    };
  }

  /** Equal objects for equal pairs, so that results cached by computation are found again. */
  function merge(before: Computation, { main, steps }: EpilogueForm, after: Computation): Computation {
    const candidates = merges(before)(after);
    const known = candidates.find((each) => each.main === main && each.count === steps.length);
    if (known) return known.merged;
    const { epilogue = [] } = before as WithEpilogue;
    // The kind takes an epilogue: its traits say so.
    const merged = { ...before, epilogue: [...epilogue, ...steps] } as Computation;
    candidates.push({ main, count: steps.length, merged });
    return merged;
  }
}

/** `count` steps on the input `main` of a computation, merged into another. */
interface Merge {
  readonly main: number;
  readonly count: number;
  readonly merged: Computation;
}

const epilogueForms = ({ computation, inputs }: Instruction) =>
  traitsOf(computation).epilogueForms(computation, inputs);
