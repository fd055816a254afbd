// Into how many dispatches each kernel of a program is cut, so that no watchdog ends one.
import { memoize } from '../../../model/memoize.js';
import { type Computation, countValues, type Instruction, type Program } from '../../ir/index.js';
import type { AdapterProfile } from './adapter-profile.js';
import { slicesOf } from './variants/dispatch-slices.js';

export interface ProgramSlices {
  /** Parallel to `program.step`. */
  readonly step: readonly number[];
  /** Parallel to `program.evaluation`. */
  readonly evaluation: readonly number[];
}

export function planSlices(program: Program, adapter: AdapterProfile): ProgramSlices {
  // Few computations differ, and one computation mostly has as many values wherever it is.
  const latest = memoize((_: Computation) => ({ values: -1, slices: 1 }));
  const slice = (instruction: Instruction) => {
    const { computation } = instruction;
    const values = countValues(instruction, program);
    const known = latest(computation);
    if (known.values !== values) Object.assign(known, { values, slices: slicesOf(computation, values, adapter) });
    return known.slices;
  };
  return { step: program.step.map(slice), evaluation: program.evaluation.map(slice) };
}
