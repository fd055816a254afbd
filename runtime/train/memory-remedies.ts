// What would help where a training takes more memory than there is, each way tried with the planner before it is
// named: a smaller batch, the same batch in parts, checkpoints, halves.
import type { Graph, TrainingJob } from '../../model/index.js';
import type { AdapterProfile } from '../backends/webgpu/adapter-profile.js';
import { type Fault, FaultError, type WaysOut } from '../faults/index.js';
import { isSplittable } from '../lowering/index.js';
import { boundBuffers, largestBatch, planInParts, planTraining, type TrainingPlan } from '../memory/index.js';

/**
 * A GPU that has no memory for a training does not say how much it has. Batches and parts can be made as small as one
 * likes: those that take half may well fit. Of checkpoints and of halves there is one way each, which is told where
 * it saves a tenth.
 */
const [likelyShare, worthwhileShare] = [0.5, 0.9];

/** What a plan is to keep to: a figure of it, and the most that this may be. */
interface Bound {
  readonly bytesOf: (planned: TrainingPlan) => number;
  readonly most: number;
}

/** That a plan takes no more memory than this. */
export const memoryUpTo = (most: number): Bound => ({ bytesOf: ({ plan }) => plan.bytes, most });

/** The same error, but with the ways out where a buffer is over a GPU's limits, or memory too small. */
export function withWaysOut(error: unknown, graph: Graph, job: TrainingJob, adapter?: AdapterProfile): unknown {
  if (!(error instanceof FaultError)) return error;
  const { fault } = error;
  if ((fault.kind !== 'over-limit' && fault.kind !== 'out-of-memory') || fault.ways) return error;
  const unknown = fault.kind === 'out-of-memory' && fault.free === undefined;
  const helpful = unknown ? memoryUpTo(worthwhileShare * fault.bytes) : undefined;
  return new FaultError({ ...fault, ways: waysOut(graph, job, adapter, boundOf(fault), helpful) });
}

function boundOf(fault: Extract<Fault, { kind: 'over-limit' | 'out-of-memory' }>): Bound {
  if (fault.kind === 'out-of-memory') return memoryUpTo(fault.free ?? likelyShare * fault.bytes);
  return { bytesOf: ({ plan }) => Math.max(...boundBuffers(plan).map(({ bytes }) => bytes)), most: fault.limit };
}

const keepsTo = (planned: TrainingPlan, { bytesOf, most }: Bound) => bytesOf(planned) <= most;

/**
 * Those of the ways by which a plan comes out that keeps to the bound; of checkpoints and halves, those that are
 * `helpful`.
 */
export function waysOut(
  graph: Graph,
  job: TrainingJob,
  adapter: AdapterProfile | undefined,
  bound: Bound,
  helpful: Bound = bound,
): WaysOut {
  const options = { ...job, adapter };
  const checkpointed = job.checkpoint ? undefined : planTraining(graph, { ...options, checkpoint: true });
  const mayHalve = job.storage === 'f32' && adapter?.f16;
  const halved = mayHalve ? planTraining(graph, { ...options, storage: 'f16' }) : undefined;
  return {
    batch: smallerBatch((batch) => planTraining(graph, { ...options, batch, memory: undefined }), job.batch, bound),
    ...(checkpointed && keepsTo(checkpointed, helpful) && { checkpointed: checkpointed.plan.bytes }),
    ...(halved && keepsTo(halved, helpful) && { halved: halved.plan.bytes }),
    parts: inParts(graph, options, bound),
  };
}

/** The most images that keep to the bound, fewer than `exceeding`. */
function smallerBatch(
  planned: (batch: number) => TrainingPlan,
  exceeding: number,
  { bytesOf, most }: Bound,
): WaysOut['batch'] {
  const images = largestBatch((batch) => bytesOf(planned(batch)), exceeding, most);
  return { images, bytes: images === 0 ? 0 : planned(images).plan.bytes };
}

/** The fewest parts that keep to the bound, and a memory to write that asks for no fewer. */
function inParts(
  graph: Graph,
  options: TrainingJob & { readonly adapter?: AdapterProfile },
  bound: Bound,
): WaysOut['parts'] {
  const { batch } = options;
  if (batch === 1 || !isSplittable(graph)) return undefined;
  const least = planInParts(graph, options, batch);
  if (!keepsTo(least, bound)) return undefined;
  // What the plan with this many parts takes is a memory with which the planner comes to it, in whole MiB where that
  // is not too much.
  for (let parts = 2; parts <= batch; parts++) {
    if (batch % parts !== 0) continue;
    const split = parts === batch ? least : planInParts(graph, options, parts);
    if (!keepsTo(split, bound)) continue;
    for (const unit of [2 ** 20, 2 ** 10]) {
      const memory = unit * Math.ceil(split.plan.bytes / unit);
      const planned = planTraining(graph, { ...options, memory });
      if (planned.program.parts > 1 && planned.plan.bytes <= memory && keepsTo(planned, bound)) {
        return { memory, count: planned.program.parts, bytes: planned.plan.bytes };
      }
    }
  }
  return undefined;
}
