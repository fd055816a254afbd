// The passes from the program that a graph says to the one that is planned and run. Each keeps every parameter, gradient,
// statistic and result; what lies between may go.
import type { Program } from '../program/index.js';
import { fused } from './fuse.js';
import { inPlace } from './in-place.js';

/**
 * The same training in fewer instructions and less memory. Tensors keep their ids and names; those that are no longer
 * made stay in the list, and no instruction touches them.
 */
export function compile(program: Program): Program {
  const evaluation = fused(program, program.evaluation);
  const evaluated = evaluation.flatMap(({ outputs }) => outputs);
  // What the evaluation makes the step makes too: the plan lays one beside the other.
  const step = fused(program, program.step, evaluated);
  return inPlace({ ...program, step, evaluation });
}
