// The passes from the program that a graph says to the one that is planned and run. Each keeps every parameter,
// gradient, statistic and result; what lies between may go.
import type { Program } from '../ir/index.js';
import { cheapTensors } from './cheap-tensors.js';
import { checkpointedTensors } from './checkpoints.js';
import { withHalves } from './f16-storage.js';
import { fused } from './fuse.js';
import { inPlace } from './in-place.js';
import { passesOf, recomputed } from './recompute.js';

export interface CompileOptions {
  /**
   * Trade time for memory: keep few activations, and make the others anew on the way back. The same gradients, to the
   * bit.
   */
  readonly checkpoint?: boolean;
  /** Store in 16 bits what the way back reads of the way there. */
  readonly halves?: boolean;
}

/**
 * The same training in fewer instructions and less memory. Tensors keep their ids and names; those that are no longer
 * made stay in the list, and no instruction touches them.
 */
export function compile(program: Program, { checkpoint = false, halves = false }: CompileOptions = {}): Program {
  const evaluation = fused(program, program.evaluation);
  const evaluated = evaluation.flatMap(({ outputs }) => outputs);
  // What the evaluation makes the step makes too: the plan lays one beside the other.
  const step = fused(program, program.step, evaluated);
  const fusedProgram = { ...program, step, evaluation };
  const passes = passesOf(fusedProgram);
  const shorter = halves ? withHalves(fusedProgram, passes) : fusedProgram;
  const forgotten = checkpoint ? checkpointedTensors(shorter, passes) : new Set<number>();
  const cheap = cheapTensors(shorter, passes, (tensor) => !forgotten.has(tensor));
  return inPlace(recomputed(shorter, passes, new Set([...forgotten, ...cheap])));
}
