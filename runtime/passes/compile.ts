// The passes from the program a graph describes to the one that is planned and run. Each preserves every parameter,
// gradient, statistic and result; intermediate tensors may disappear.
import { type Interruptible, runToEnd } from '../../model/interruptible.js';
import type { Program, Target } from '../ir/index.js';
import { cheapTensors } from './cheap-tensors.js';
import { checkpointedTensors } from './checkpoints.js';
import { storeInF16 } from './f16-storage.js';
import { fuse } from './fuse.js';
import { planInPlace } from './in-place.js';
import { type ForwardProfile, profileForward, recompute } from './recompute.js';

export interface CompileOptions {
  readonly target: Target;
  /** Trade time for memory: store few activations and recompute the others. Gradients stay the same to the bit. */
  readonly checkpoint?: boolean;
  /** Store in 16 bits the activations that the backward pass reads. */
  readonly f16?: boolean;
}

/**
 * The same training in fewer instructions and less memory. Tensors keep their ids and names; those that are no longer
 * computed stay in the list, and no instruction touches them.
 */
export function compile(program: Program, options: CompileOptions): Program {
  return runToEnd(compileInterruptibly(program, options));
}

export function* compileInterruptibly(program: Program, options: CompileOptions): Interruptible<Program> {
  const fused = yield* fuseInterruptibly(program, options.target);
  return yield* compileFused(fused, options);
}

/** A program after the first passes, which depend on the target's bindings and epilogues only. */
export interface FusedProgram {
  readonly program: Program;
  readonly profile: ForwardProfile;
}

export function* fuseInterruptibly(program: Program, target: Target): Interruptible<FusedProgram> {
  const evaluation = fuse(program, program.evaluation, target);
  yield evaluation.length;
  const evaluated = evaluation.flatMap(({ outputs }) => outputs);
  // What the evaluation computes the step computes too: the planner puts both schedules on one time axis.
  const step = fuse(program, program.step, target, evaluated);
  yield step.length;
  const fused = { ...program, step, evaluation };
  return { program: fused, profile: profileForward(fused) };
}

/** The other passes. */
export function* compileFused(
  { program: fused, profile }: FusedProgram,
  { target, checkpoint = false, f16 = false }: CompileOptions,
): Interruptible<Program> {
  const { step } = fused;
  const stored = f16 ? storeInF16(fused, profile, target) : fused;
  yield step.length;
  const checkpointed = checkpoint ? checkpointedTensors(stored, profile) : new Set<number>();
  if (checkpoint) yield step.length;
  const cheap = cheapTensors(stored, profile, (tensor) => !checkpointed.has(tensor));
  yield step.length;
  const recomputing = recompute(stored, profile, new Set([...checkpointed, ...cheap]));
  yield step.length;
  return planInPlace(recomputing, target);
}
