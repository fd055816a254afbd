// The program that a training runs, with its plan: one decision for whoever trains and whoever says beforehand what it takes.
import type { Graph } from '../../language/graph/index.js';
import { compile } from '../compile/index.js';
import { type AdapterProfile, buildProgram, type Program, type ProgramOptions } from '../program/index.js';
import type { Plan } from './plan.js';
import { planProgram } from './plan-program.js';

export interface TrainingOptions extends ProgramOptions {
  /** The adapter that will train it, where one is known. */
  readonly adapter?: AdapterProfile;
  /** Whether most activations are made anew on the way back instead of being kept. Default: no. */
  readonly checkpoint?: boolean;
}

/**
 * Compiles and plans a sound graph's training. Checkpoints are placed by an estimate, which for a small network may be a
 * little off: where they would take more than they save, the program without them is the answer.
 */
export function planTraining(
  graph: Graph,
  options: TrainingOptions,
): { readonly program: Program; readonly plan: Plan } {
  const built = buildProgram(graph, options);
  const planned = (checkpoint: boolean) => {
    const program = compile(built, { checkpoint });
    return { program, plan: planProgram(program, options.adapter) };
  };
  const plain = planned(false);
  if (!options.checkpoint) return plain;
  const checkpointed = planned(true);
  return checkpointed.plan.bytes < plain.plan.bytes ? checkpointed : plain;
}
