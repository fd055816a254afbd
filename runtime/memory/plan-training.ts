// The program that a training runs, with its plan: one decision for whoever trains and whoever says beforehand what
// it takes.
import type { ActivationStorage, Graph } from '../../model/index.js';
import type { AdapterProfile } from '../backends/webgpu/adapter-profile.js';
import type { Program } from '../ir/index.js';
import { buildProgram, isSplittable, type ProgramOptions } from '../lowering/index.js';
import { compile } from '../passes/index.js';
import type { Plan } from './plan.js';
import { planProgram } from './plan-program.js';

export interface TrainingOptions extends Omit<ProgramOptions, 'parts'> {
  /** The adapter that will train it, where one is known. */
  readonly adapter?: AdapterProfile;
  /** Whether most activations are made anew on the way back instead of being kept. Default: no. */
  readonly checkpoint?: boolean;
  /** How activations are kept for the way back; `f16` where the adapter has it, else `f32`. Default: `f32`. */
  readonly storage?: ActivationStorage;
  /** Bytes that the training may take: its batch is split into as many parts as that asks for. Default: any number. */
  readonly memory?: number;
}

export interface TrainingPlan {
  readonly program: Program;
  readonly plan: Plan;
}

/**
 * Compiles and plans a sound graph's training: with the whole batch at once where `memory` allows that, else in the
 * fewest equal parts with which it does. Where nothing keeps to it, the answer is what takes least, which is more
 * than `memory`.
 */
export function planTraining(graph: Graph, options: TrainingOptions): TrainingPlan {
  const { batch, memory = Number.POSITIVE_INFINITY } = options;
  const fits = ({ plan }: TrainingPlan) => plan.bytes <= memory;
  const whole = planInParts(graph, options, 1);
  if (fits(whole) || batch === 1 || !isSplittable(graph)) return whole;
  const single = planInParts(graph, options, batch);
  if (!fits(single)) return single.plan.bytes < whole.plan.bytes ? single : whole;
  const counts = divisorsOf(batch);
  // More parts take less memory: halving finds the fewest.
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
 * The plan with so many equal parts of the batch, which must divide it, whatever `memory` says.
 *
 * Checkpoints are placed by an estimate, which for a small network may be a little off: where they would take more
 * than they save, the program without them is the answer.
 */
export function planInParts(graph: Graph, options: TrainingOptions, parts: number): TrainingPlan {
  const built = buildProgram(graph, { ...options, parts });
  const halves = options.storage === 'f16' && options.adapter?.f16 === true;
  const planned = (checkpoint: boolean) => {
    const program = compile(built, { checkpoint, halves });
    return { program, plan: planProgram(program, options.adapter) };
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
