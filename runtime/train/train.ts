// Trains a network: from a graph, a job and a data set to the accuracy on the test images, on any executor.
import type { Graph, TrainingJob } from '../../model/index.js';
import type { Backend } from '../backends/backend.js';
import { prepare } from '../data/augment.js';
import type { DataSet } from '../data/dataset.js';
import { type Fault, FaultError } from '../faults/index.js';
import type { Program } from '../ir/index.js';
import { type Plan, planProgram, planTraining } from '../memory/index.js';
import { findDataMismatch } from './data-mismatch.js';
import { describeStop } from './epochs.js';
import type { FailedEvent, TrainingEvent, TrainingResult } from './events.js';
import { checkMemory } from './memory-limit.js';
import { withRemedies } from './memory-remedies.js';
import { type Resumption, runWithRecovery } from './recovery.js';
import { scoreIn } from './score.js';
import type { Snapshot } from './snapshots.js';
import { createStepSchedule } from './step-schedule.js';
import { Stopped, untilStopped } from './stopping.js';
import { createThroughput } from './throughput.js';
import type { TrainedTensor } from './trained-tensors.js';

export interface Training {
  /** A sound network. */
  readonly graph: Graph;
  /** A batch that is larger than the data set is computed as a partial one: `clampBatch` saves the memory. */
  readonly job: TrainingJob;
  /** The batch that was asked for, where the job's was clamped: reported at the start. */
  readonly requestedBatch?: number;
  readonly dataSet: DataSet;
  /** If its device is lost and it cannot be recreated, the training ends. */
  readonly backend: Backend;
  /** Steps between two snapshots; by default so many that they take less than 1 % of the time. */
  readonly snapshotEvery?: number;
  /** Called with each snapshot, which may be overwritten afterwards: for a training that outlives its process. */
  readonly onSnapshot?: (snapshot: Snapshot) => void;
  /** Goes on with a training of this graph, job and data set that another process began. */
  readonly resumption?: Resumption;
  /** Called for every step; a view may skip some. */
  readonly onEvent: (event: TrainingEvent) => void;
  /** Called with what was learned when the training is done or stopped, before its last event. */
  readonly onTrained?: (tensors: readonly TrainedTensor[]) => void;
  /** Stops the training within some 200 ms, wherever it is; its last event is then `stopped`. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the job and gives its last event, after `onEvent` got it. Never rejects for what can go wrong with a network, a
 * device or a learning rate: those end in `failed`. The same seed gives the same run on the same backend: initial
 * weights, order of the images, what augmentation does to them, dropout; also where the device is lost in between and
 * another of its kind goes on.
 */
export async function train(training: Training): Promise<TrainingResult> {
  const message = findDataMismatch(training.graph, training.dataSet, training.job);
  const result: TrainingResult = message === undefined ? await attempt(training) : { event: 'failed', message };
  training.onEvent(result);
  return result;
}

async function attempt({
  graph,
  job,
  requestedBatch,
  dataSet,
  backend,
  snapshotEvery,
  onSnapshot,
  resumption,
  onTrained,
  onEvent,
  signal,
}: Training) {
  const { target } = backend;
  let run: Parameters<typeof describeStop>[0] | undefined;
  try {
    run = {
      job,
      requestedBatch,
      schedule: createStepSchedule(job, dataSet.train.count),
      dataSet,
      preparation: prepare(dataSet, job.augment, job.seed, job.goal),
      reported: reportedBefore(resumption),
      throughput: createThroughput(),
      started: startOf(resumption),
      onEvent,
      signal,
    };
    const { program, plan: untuned } = planTraining(graph, { ...job, target });
    checkMemory(graph, job, untuned);
    const { chosen, plan } = await tuneWithinMemory(backend, program, untuned, { ...job, signal });
    const create = async (on: Backend, program: Program, plan: Plan) => {
      try {
        return await on.createExecutor(program, plan);
      } catch (error) {
        throw withRemedies(error, graph, job, on.target);
      }
    };
    const recreate = async () => {
      const recreated = await chosen.recreate!();
      // The same kernels, so that the losses continue as they would have.
      if (recreated.target === chosen.target) return create(recreated, program, plan);
      // Another adapter has other kernels, which may need the batch split differently.
      const replanned = planTraining(graph, { ...job, target: recreated.target });
      checkMemory(graph, job, replanned.plan);
      return create(recreated, replanned.program, replanned.plan);
    };
    return await runWithRecovery({
      create: () => create(chosen, program, plan),
      recreate: chosen.recreate && recreate,
      snapshotEvery,
      onSnapshot,
      resumption,
      onTrained,
      run: { ...run, started: startOf(resumption) },
    });
  } catch (error) {
    if (run && error instanceof Stopped) return describeStop(run);
    // Memory may also run out during the training.
    return failed(withRemedies(error, graph, job, target));
  }
}

function reportedBefore({ step, epoch }: Partial<Resumption> = {}) {
  return { step: step?.step ?? 0, score: step && scoreIn(step), epoch };
}

/** By `performance.now()`. */
function startOf({ seconds = 0 }: Partial<Resumption> = {}): number {
  return performance.now() - 1000 * seconds;
}

interface Limits {
  readonly memory?: number;
  readonly signal: AbortSignal | undefined;
}

/** The tuned backend with its plan, unless its kernels take more memory than the job allows. */
async function tuneWithinMemory(backend: Backend, program: Program, untuned: Plan, limits: Limits) {
  const { memory = Number.POSITIVE_INFINITY, signal } = limits;
  const tuned = backend.tune ? await untilStopped(backend.tune(program), signal) : backend;
  if (tuned.target === backend.target) return { chosen: tuned, plan: untuned };
  const plan = planProgram(program, tuned.target);
  return plan.bytes <= memory ? { chosen: tuned, plan } : { chosen: backend, plan: untuned };
}

function failed(error: unknown): FailedEvent {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof FaultError)) return { event: 'failed', message };
  const { fault } = error;
  return { event: 'failed', message, reason: fault.kind, layer: layerOf(fault) };
}

function layerOf(fault: Fault): string | undefined {
  return fault.kind === 'not-finite' ? fault.origin?.layer : undefined;
}
