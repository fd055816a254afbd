// Trains a network: from a graph, a job and a data set to the accuracy on the test images, on any executor.
import type { Graph, TrainingJob } from '../../model/index.js';
import type { Executor } from '../backends/backend.js';
import type { AdapterProfile } from '../backends/webgpu/adapter-profile.js';
import { prepare } from '../data/augment.js';
import type { DataSet } from '../data/dataset.js';
import { type Fault, FaultError } from '../faults/index.js';
import type { Program } from '../ir/index.js';
import { type Plan, planProgram, planTraining } from '../memory/index.js';
import { misfit } from './data-mismatch.js';
import type { FailedEvent, TrainingEvent, TrainingResult } from './events.js';
import { checkMemory } from './memory-limit.js';
import { withWaysOut } from './memory-remedies.js';
import { runWithRecovery } from './recovery.js';
import { createCourse } from './step-schedule.js';
import { createThroughput } from './throughput.js';

/** Where a training runs. */
interface TrainingBackend {
  /** The adapter that `createExecutor` will use, where it is one. */
  readonly adapter?: AdapterProfile;
  /** May reject with a FaultError, or another reason for people. The executor is disposed of at the end. */
  readonly createExecutor: (program: Program, plan: Plan) => Executor | Promise<Executor>;
  /** Measures kernels before memory is planned: the adapter's profile with what it found. May not reject. */
  readonly tune?: (program: Program) => Promise<AdapterProfile>;
}

export interface Training extends TrainingBackend {
  /** A sound network. */
  readonly graph: Graph;
  readonly job: TrainingJob;
  readonly dataSet: DataSet;
  /** Asks for another device when the one in use is lost. Without it, or when it rejects, that ends the training. */
  readonly renew?: () => Promise<TrainingBackend>;
  /** Steps between two that are kept for a new device; by default so many that it takes less than 1 % of the time. */
  readonly keepEvery?: number;
  /** Called for every step: whoever draws them is the one to leave some out. */
  readonly onEvent: (event: TrainingEvent) => void;
  /** Stops between two steps. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the job and gives its last event, after `onEvent` got it. Never rejects for what can go wrong with a network, a
 * device or a learning rate: those end in `failed`. The same seed gives the same run on the same backend: initial
 * weights, order of the images, what augmentation does to them, dropout; also where the device is lost in between and
 * another of its kind goes on.
 */
export async function train(training: Training): Promise<TrainingResult> {
  const message = misfit(training.graph, training.dataSet, training.job.augment);
  const result: TrainingResult = message === undefined ? await attempt(training) : { event: 'failed', message };
  training.onEvent(result);
  return result;
}

async function attempt({ graph, job, dataSet, renew, keepEvery, onEvent, signal, ...backend }: Training) {
  try {
    const { program, plan: usual } = planTraining(graph, { ...job, adapter: backend.adapter });
    checkMemory(graph, job, usual, backend.adapter);
    const tuned = backend.tune ? await backend.tune(program) : backend.adapter;
    const tunedPlan = tuned === backend.adapter ? usual : planProgram(program, tuned);
    // The quickest kernels may want more room than the job gives.
    const fits = job.memory === undefined || tunedPlan.bytes <= job.memory;
    const { adapter, plan } = fits ? { adapter: tuned, plan: tunedPlan } : { adapter: backend.adapter, plan: usual };
    const executorOf = async ({ createExecutor, adapter }: TrainingBackend, program: Program, planned: Plan) => {
      try {
        return await createExecutor(program, planned);
      } catch (error) {
        throw withWaysOut(error, graph, job, adapter);
      }
    };
    return await runWithRecovery({
      create: () => executorOf(backend, program, plan),
      renew:
        renew &&
        (async () => {
          const renewed = await renew();
          if (isSameAdapter(adapter, renewed.adapter)) {
            // The same kernels, so that the losses go on as they would have.
            return executorOf(renewed, program, planProgram(program, adapter));
          }
          // Another adapter has kernels of its own, which may want the batch in other parts.
          const anew = planTraining(graph, { ...job, adapter: renewed.adapter });
          checkMemory(graph, job, anew.plan, renewed.adapter);
          return executorOf(renewed, anew.program, anew.plan);
        }),
      keepEvery,
      run: {
        job,
        course: createCourse(job, dataSet.train.count),
        dataSet,
        preparation: prepare(dataSet, job.augment, job.seed),
        told: { step: 0 },
        throughput: createThroughput(),
        started: performance.now(),
        onEvent,
        signal,
      },
    });
  } catch (error) {
    // Memory may also run out on the way.
    return failed(withWaysOut(error, graph, job, backend.adapter));
  }
}

/** Whether two profiles are of adapters of a kind, whatever was chosen for them. */
function isSameAdapter(one: AdapterProfile | undefined, other: AdapterProfile | undefined): boolean {
  const withoutChoices = (profile: AdapterProfile | undefined) => JSON.stringify({ ...profile, choices: undefined });
  return withoutChoices(one) === withoutChoices(other);
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
