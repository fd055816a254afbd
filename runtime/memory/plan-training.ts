// Compiles and plans a training. The trainer and the figures shown beforehand both come from here.
import type { ActivationStorage, Graph } from '../../model/index.js';
import { type Interruptible, runToEnd } from '../../model/interruptible.js';
import type { Program, Target } from '../ir/index.js';
import { buildProgramInterruptibly, isSplittable, type ProgramOptions } from '../lowering/index.js';
import { type CompileOptions, compileFused, type FusedProgram, fuseInterruptibly } from '../passes/index.js';
import type { Plan } from './plan.js';
import { planProgramInterruptibly } from './plan-program.js';

export interface TrainingOptions extends Omit<ProgramOptions, 'microBatches'> {
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
  return runToEnd(planTrainingInterruptibly(graph, options));
}

/** @param shared of the same graph and options, but for `checkpoint`, `storage` and `memory` */
export function* planTrainingInterruptibly(
  graph: Graph,
  options: TrainingOptions,
  shared = new SharedBuild(graph, options),
): Interruptible<TrainingPlan> {
  const { batch, memory = Number.POSITIVE_INFINITY } = options;
  const fits = ({ plan }: TrainingPlan) => plan.bytes <= memory;
  const whole = yield* planMicroBatchesInterruptibly(shared, options, 1);
  if (fits(whole) || batch === 1 || !isSplittable(graph)) return whole;
  const single = yield* planMicroBatchesInterruptibly(shared, options, batch);
  if (!fits(single)) return single.plan.bytes < whole.plan.bytes ? single : whole;
  const counts = divisorsOf(batch);
  // More micro-batches take less memory: bisection finds the fewest.
  let tooFew = 0;
  let enough = { place: counts.length - 1, planned: single };
  while (enough.place - tooFew > 1) {
    const place = Math.floor((tooFew + enough.place) / 2);
    const planned = yield* planMicroBatchesInterruptibly(shared, options, counts[place]);
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
export function planMicroBatches(graph: Graph, options: TrainingOptions, microBatches: number): TrainingPlan {
  return runToEnd(planMicroBatchesInterruptibly(new SharedBuild(graph, options), options, microBatches));
}

function* planMicroBatchesInterruptibly(
  shared: SharedBuild,
  { target, storage, checkpoint = false }: TrainingOptions,
  microBatches: number,
): Interruptible<TrainingPlan> {
  const f16 = storage === 'f16' && target.f16Storage;
  const plain = yield* shared.plan(microBatches, { target, f16, checkpoint: false });
  if (!checkpoint) return plain;
  const checkpointed = yield* shared.plan(microBatches, { target, f16, checkpoint });
  return checkpointed.plan.bytes < plain.plan.bytes ? checkpointed : plain;
}

/** Plans one training in several ways: the fused program and the latest plan, which they share, are computed once. */
export class SharedBuild {
  private fused: (FusedProgram & { readonly microBatches: number; readonly target: Target }) | undefined;
  private latest: { readonly key: string; readonly target: Target; readonly planned: TrainingPlan } | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly options: Omit<ProgramOptions, 'microBatches'>,
  ) {}

  *plan(microBatches: number, options: CompileOptions): Interruptible<TrainingPlan> {
    const { target, f16, checkpoint } = options;
    const key = `${microBatches} ${f16} ${checkpoint}`;
    if (this.latest?.key === key && this.latest.target === target) return this.latest.planned;
    if (this.fused?.microBatches !== microBatches || !fusesAlike(this.fused.target, target)) {
      const built = yield* buildProgramInterruptibly(this.graph, { ...this.options, microBatches });
      this.fused = { microBatches, target, ...(yield* fuseInterruptibly(built, target)) };
    }
    const program = yield* compileFused(this.fused, options);
    const planned = { program, plan: yield* planProgramInterruptibly(program, target) };
    this.latest = { key, target, planned };
    return planned;
  }
}

/** Whether fusion gives the same program for both. */
function fusesAlike(a: Target, b: Target): boolean {
  return a.acceptsEpilogue === b.acceptsEpilogue && a.maxBindings === b.maxBindings;
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
