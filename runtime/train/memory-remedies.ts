// Remedies for a training that takes more memory than there is, each tried with the planner before it is offered: a
// smaller batch, micro-batches, checkpoints, f16 storage.
import type { Graph, TrainingJob } from '../../model/index.js';
import { type Fault, FaultError, type MemoryRemedies } from '../faults/index.js';
import type { Target } from '../ir/index.js';
import { isSplittable } from '../lowering/index.js';
import { boundBuffers, largestBatch, planInParts, planTraining, type TrainingPlan } from '../memory/index.js';

/**
 * A GPU that is out of memory does not say how much it has. A batch or a micro-batch that takes half may well fit.
 * Checkpoints and f16 storage are offered if they save a tenth.
 */
const [likelyShare, worthwhileShare] = [0.5, 0.9];

/** A limit on a plan: one of its figures, and the most it may be. */
interface Bound {
  readonly bytesOf: (planned: TrainingPlan) => number;
  readonly most: number;
}

export const memoryUpTo = (most: number): Bound => ({ bytesOf: ({ plan }) => plan.bytes, most });

/** The same error, with remedies if a buffer is over a GPU's limits or memory is too small. */
export function withRemedies(error: unknown, graph: Graph, job: TrainingJob, target: Target): unknown {
  if (!(error instanceof FaultError)) return error;
  const { fault } = error;
  if ((fault.kind !== 'over-limit' && fault.kind !== 'out-of-memory') || fault.remedies) return error;
  const unknown = fault.kind === 'out-of-memory' && fault.free === undefined;
  const worthwhile = unknown ? memoryUpTo(worthwhileShare * fault.bytes) : undefined;
  const remedies = findRemedies(graph, { ...job, target }, boundOf(fault), worthwhile);
  return new FaultError({ ...fault, remedies });
}

function boundOf(fault: Extract<Fault, { kind: 'over-limit' | 'out-of-memory' }>): Bound {
  if (fault.kind === 'out-of-memory') return memoryUpTo(fault.free ?? likelyShare * fault.bytes);
  return { bytesOf: ({ plan }) => Math.max(...boundBuffers(plan).map(({ bytes }) => bytes)), most: fault.limit };
}

const fits = (planned: TrainingPlan, { bytesOf, most }: Bound) => bytesOf(planned) <= most;

type PlannedJob = TrainingJob & { readonly target: Target };

/** The remedies whose plan fits the bound; checkpoints and f16 storage are offered if theirs fits `worthwhile`. */
export function findRemedies(graph: Graph, job: PlannedJob, bound: Bound, worthwhile: Bound = bound): MemoryRemedies {
  const checkpointed = job.checkpoint ? undefined : planTraining(graph, { ...job, checkpoint: true });
  const mayUseF16 = job.storage === 'f32' && job.target.f16Storage;
  const f16 = mayUseF16 ? planTraining(graph, { ...job, storage: 'f16' }) : undefined;
  return {
    batch: smallerBatch((batch) => planTraining(graph, { ...job, batch, memory: undefined }), job.batch, bound),
    ...(checkpointed && fits(checkpointed, worthwhile) && { checkpointed: checkpointed.plan.bytes }),
    ...(f16 && fits(f16, worthwhile) && { f16: f16.plan.bytes }),
    microBatches: splitBatch(graph, job, bound),
  };
}

/** The most images that fit the bound, fewer than `exceeding`. */
function smallerBatch(
  planned: (batch: number) => TrainingPlan,
  exceeding: number,
  { bytesOf, most }: Bound,
): MemoryRemedies['batch'] {
  const images = largestBatch((batch) => bytesOf(planned(batch)), exceeding, most);
  return { images, bytes: images === 0 ? 0 : planned(images).plan.bytes };
}

/** The fewest micro-batches that fit the bound, and a memory limit that makes the planner choose them. */
function splitBatch(graph: Graph, job: PlannedJob, bound: Bound): MemoryRemedies['microBatches'] {
  const { batch } = job;
  if (batch === 1 || !isSplittable(graph)) return undefined;
  const least = planInParts(graph, job, batch);
  if (!fits(least, bound)) return undefined;
  for (let microBatches = 2; microBatches <= batch; microBatches++) {
    if (batch % microBatches !== 0) continue;
    const split = microBatches === batch ? least : planInParts(graph, job, microBatches);
    if (!fits(split, bound)) continue;
    // The bytes of this plan, rounded up to whole MiB if that is not too much, are such a limit.
    for (const unit of [2 ** 20, 2 ** 10]) {
      const memory = unit * Math.ceil(split.plan.bytes / unit);
      const planned = planTraining(graph, { ...job, memory });
      if (planned.program.microBatches > 1 && planned.plan.bytes <= memory && fits(planned, bound)) {
        return { memory, count: planned.program.microBatches, bytes: planned.plan.bytes };
      }
    }
  }
  return undefined;
}
