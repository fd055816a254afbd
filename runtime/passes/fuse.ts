// Fusion: an element-wise instruction whose input nobody else reads is done by the instruction that makes that input,
// before it stores it. The tensor between them is never written.
import {
  acceptsEpilogue,
  type Computation,
  type EpilogueForm,
  type Instruction,
  type Program,
  type Role,
  traitsOf,
  type WithEpilogue,
} from '../ir/index.js';

/** What may go: nobody outside the program reads it. */
const passing: ReadonlySet<Role> = new Set(['activation', 'activation-gradient']);

/** Storage buffers that an instruction's kernels may bind: WebGPU's default limit. */
const mostBuffers = 8;

/**
 * A schedule of `program` with its element-wise chains fused; instructions stand where the last of a chain stood.
 * @param kept tensors that must be made whatever reads them
 */
export function fused(program: Program, schedule: readonly Instruction[], kept: readonly number[] = []): Instruction[] {
  const readers = new Uint32Array(program.tensors.length);
  for (const { inputs } of schedule) for (const tensor of inputs) readers[tensor]++;
  for (const tensor of [program.logits, ...kept]) readers[tensor]++;
  /** By tensor: the place in `result` of the instruction that makes it, where that may finish it further; else -1. */
  const maker = new Int32Array(program.tensors.length).fill(-1);
  const result: (Instruction | undefined)[] = [];

  for (const instruction of schedule) {
    const candidates = epilogueForms(instruction)
      .map((form) => ({ form, place: makerOf(instruction, form) }))
      .filter(({ place }) => place >= 0);
    // Of several the one made last: it waits least for what the others make.
    candidates.sort((a, b) => b.place - a.place);
    const [chosen] = candidates;
    const merged = chosen ? finishedBy(result[chosen.place]!, chosen.form, instruction) : instruction;
    if (chosen) result[chosen.place] = undefined;
    const place = result.push(merged) - 1;
    if (acceptsEpilogue(merged.computation.kind)) maker[merged.outputs[0]] = place;
  }
  return result.filter((instruction) => instruction !== undefined);

  /** The place of the instruction that can do the steps, -1 where none can. */
  function makerOf({ inputs }: Instruction, { main, reads }: EpilogueForm): number {
    const tensor = inputs[main];
    const place = maker[tensor];
    if (place < 0 || readers[tensor] !== 1 || !passing.has(program.tensors[tensor].role)) return -1;
    const { inputs: own, outputs } = result[place]!;
    return own.length + reads.length + outputs.length <= mostBuffers ? place : -1;
  }
}

const epilogueForms = ({ computation, inputs }: Instruction) =>
  traitsOf(computation).epilogueForms(computation, inputs);

/** `maker` with the steps that make of its result what `instruction` would. */
function finishedBy(maker: Instruction, { steps, reads }: EpilogueForm, instruction: Instruction): Instruction {
  const { epilogue = [] } = maker.computation as WithEpilogue;
  return {
    ...maker,
    // The kind takes an epilogue: its traits say so.
    computation: { ...maker.computation, epilogue: [...epilogue, ...steps] } as Computation,
    inputs: [...maker.inputs, ...reads],
    outputs: instruction.outputs,
  };
}
