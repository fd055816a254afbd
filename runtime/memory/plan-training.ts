// Compiles and plans a training. The trainer and the figures shown beforehand both come from here.
import type { ActivationStorage, Graph } from '../../model/index.js';
import type { Program, Target } from '../ir/index.js';
import { buildProgram, isSplittable, type ProgramOptions } from '../lowering/index.js';
import { compile } from '../passes/index.js';
import type { Plan } from './plan.js';
import { planProgram } from './plan-program.js';

export interface TrainingOptions extends Omit<ProgramOptions, 'parts'> {
  /** What will run it. */
  readonly target: Target;
  /** Whether the backward pass recomputes most activations instead of storing them. Default: no. */
  readonly checkpoint?: boolean;
  /** How activations are stored for the backward pass; `f16` where the target has it, else `f32`. Default: `f32`. */
  readonly storage?: ActivationStorage;
  /** Bytes that the training may take: its batch is split into as many micro-batches as needed. Default: no limit. */
  readonly memory?: number;
}

export interface TrainingPlan {
  readonly program: Program;
  readonly plan: Plan;
}

/**
 * Compiles and plans a sound graph's training: with the whole batch at once if `memory` allows it, else with the fewest
 * equal micro-batches that fit. If nothing fits, the result is the plan that takes least, which is more than `memory`.
 */
export function planTraining(graph: Graph, options: TrainingOptions): TrainingPlan {
  const { batch, memory = Number.POSITIVE_INFINITY } = options;
  const fits = ({ plan }: TrainingPlan) => plan.bytes <= memory;
  const whole = planInParts(graph, options, 1);
  if (fits(whole) || batch === 1 || !isSplittable(graph)) return whole;
  const single = planInParts(graph, options, batch);
  if (!fits(single)) return single.plan.bytes < whole.plan.bytes ? single : whole;
  const counts = divisorsOf(batch);
  // More micro-batches take less memory: bisection finds the fewest.
  let tooFew = 0;
  let enough = { place: counts.length - 1, planned: single };
  while (enough.place - tooFew > 1) {
    const place = Math.floor((tooFew + enough.place) / 2);
    const planned = planInParts(graph, options, counts[place]);
    if (fits(planned)) enough = { place, planned };
    else tooFew = place;
  }
  return enough.planned;
}

/**
 * The plan with this many equal micro-batches, a divisor of the batch, whatever `memory` says.
 *
 * Checkpoints are placed by an estimate that may be off for a small network: where they would take more than they
 * save, the result is the program without them.
 */
export function planInParts(graph: Graph, options: TrainingOptions, parts: number): TrainingPlan {
  const built = buildProgram(graph, { ...options, parts });
  const { target } = options;
  const f16 = options.storage === 'f16' && target.f16Storage;
  const planned = (checkpoint: boolean) => {
    const program = compile(built, { target, checkpoint, f16 });
    return { program, plan: planProgram(program, target) };
  };
  const plain = planned(false);
  if (!options.checkpoint) return plain;
  const checkpointed = planned(true);
  return checkpointed.plan.bytes < plain.plan.bytes ? checkpointed : plain;
}

/** Ascending, from 1. */
function divisorsOf(count: number): number[] {
  const small: number[] = [];
  const large: number[] = [];
  for (let divisor = 1; divisor * divisor <= count; divisor++) {
    if (count % divisor !== 0) continue;
    small.push(divisor);
    if (divisor * divisor < count) large.push(count / divisor);
  }
  return [...small, ...large.reverse()];
}
