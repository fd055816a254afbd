// Into how many dispatches each kernel of a program is cut, so that no watchdog ends one.
import { countValues, type Instruction, type Program } from '../../ir/index.js';
import type { AdapterProfile } from './adapter-profile.js';
import { slicesOf } from './variants/dispatch-slices.js';

export interface ProgramSlices {
  /** Parallel to `program.step`. */
  readonly step: readonly number[];
  /** Parallel to `program.evaluation`. */
  readonly evaluation: readonly number[];
}

export function planSlices(program: Program, adapter: AdapterProfile): ProgramSlices {
  const slice = (instruction: Instruction) =>
    slicesOf(instruction.computation, countValues(instruction, program), adapter);
  return { step: program.step.map(slice), evaluation: program.evaluation.map(slice) };
}
