// Trains a network: from a graph, a job and a data set to the accuracy on the test images, on any executor.
import type { Graph, TrainingJob } from '../../language/graph/index.js';
import type { DataSet } from '../data/dataset.js';
import { type Plan, planProgram } from '../plan/index.js';
import { type AdapterProfile, buildProgram, type Executor, type Program } from '../program/index.js';
import { runEpochs } from './epochs.js';
import type { TrainingEvent, TrainingResult } from './events.js';
import { misfit } from './fit.js';
import { initialise } from './initialise.js';

export interface Training {
  /** A sound network. */
  readonly graph: Graph;
  readonly job: TrainingJob;
  readonly dataSet: DataSet;
  /** The adapter that `createExecutor` will use, where it is one. */
  readonly adapter?: AdapterProfile;
  /** Called once; may reject with a reason for people. The executor is disposed of at the end. */
  readonly createExecutor: (program: Program, plan: Plan) => Executor | Promise<Executor>;
  /** Called for every step: whoever draws them is the one to leave some out. */
  readonly onEvent: (event: TrainingEvent) => void;
  /** Stops between two steps. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the job and gives its last event, after `onEvent` got it. Never rejects for what can go wrong with a network, a
 * device or a learning rate: those end in `failed`. The same seed gives the same run on the same backend: initial
 * weights, order of the images, what augmentation does to them, dropout.
 */
export async function train(training: Training): Promise<TrainingResult> {
  const message = misfit(training.graph, training.dataSet, training.job.augment);
  const result: TrainingResult = message === undefined ? await attempt(training) : { event: 'failed', message };
  training.onEvent(result);
  return result;
}

async function attempt({
  graph,
  job,
  dataSet,
  adapter,
  createExecutor,
  onEvent,
  signal,
}: Training): Promise<TrainingResult> {
  let executor: Executor | undefined;
  try {
    const program = buildProgram(graph, job);
    executor = await createExecutor(program, planProgram(program, adapter));
    initialise(executor, job.seed);
    return await runEpochs({ executor, job, dataSet, onEvent, signal });
  } catch (error) {
    return { event: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    executor?.dispose();
  }
}
