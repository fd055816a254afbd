// What would help where a training takes more memory than there is, each way tried with the planner before it is named: a smaller
// batch, the same batch in parts, checkpoints.
import type { Graph, TrainingJob } from '../../language/graph/index.js';
import { boundBuffers, planInParts, planTraining, type TrainingPlan } from '../plan/index.js';
import { type AdapterProfile, type Fault, FaultError, isSplittable, type WaysOut } from '../program/index.js';

/**
 * A GPU that has no memory for a training does not say how much it has. Batches and parts can be made as small as one likes: those that take
 * half may well fit. Of checkpoints there is one way, which is told where it saves a tenth.
 */
const [likelyShare, worthwhileShare] = [0.5, 0.9];

type Fits = (planned: TrainingPlan) => boolean;

/** The same error, but with the ways out where a buffer is over a GPU's limits, or memory too small. */
export function withWaysOut(error: unknown, graph: Graph, job: TrainingJob, adapter?: AdapterProfile): unknown {
  if (!(error instanceof FaultError)) return error;
  const { fault } = error;
  if ((fault.kind !== 'over-limit' && fault.kind !== 'out-of-memory') || fault.ways) return error;
  const unknown = fault.kind === 'out-of-memory' && fault.free === undefined;
  const helps: Fits | undefined = unknown ? ({ plan }) => plan.bytes <= worthwhileShare * fault.bytes : undefined;
  return new FaultError({ ...fault, ways: waysOut(graph, job, adapter, fitsFor(fault), helps) });
}

function fitsFor(fault: Extract<Fault, { kind: 'over-limit' | 'out-of-memory' }>): Fits {
  if (fault.kind === 'over-limit') return ({ plan }) => boundBuffers(plan).every(({ bytes }) => bytes <= fault.limit);
  const most = fault.free ?? likelyShare * fault.bytes;
  return ({ plan }) => plan.bytes <= most;
}

/** Those of the ways by which a plan comes out that fits; of checkpoints, one that helps. */
export function waysOut(
  graph: Graph,
  job: TrainingJob,
  adapter: AdapterProfile | undefined,
  fits: Fits,
  helps: Fits = fits,
): WaysOut {
  const options = { ...job, adapter };
  const checkpointed = job.checkpoint ? undefined : planTraining(graph, { ...options, checkpoint: true });
  return {
    batch: largestBatch((batch) => planTraining(graph, { ...options, batch, memory: undefined }), job.batch, fits),
    ...(checkpointed && helps(checkpointed) && { checkpointed: checkpointed.plan.bytes }),
    parts: inParts(graph, options, fits),
  };
}

/** The most images that fit, fewer than `exceeding`: a larger batch takes more, so halving finds the border. */
function largestBatch(planned: (batch: number) => TrainingPlan, exceeding: number, fits: Fits): WaysOut['batch'] {
  let fitting = { images: 0, bytes: 0 };
  let tooMany = exceeding;
  while (tooMany - fitting.images > 1) {
    const images = Math.floor((fitting.images + tooMany) / 2);
    const tried = planned(images);
    if (fits(tried)) fitting = { images, bytes: tried.plan.bytes };
    else tooMany = images;
  }
  return fitting;
}

/** The fewest parts that fit, and a memory to write that asks for no fewer. */
function inParts(
  graph: Graph,
  options: TrainingJob & { readonly adapter?: AdapterProfile },
  fits: Fits,
): WaysOut['parts'] {
  const { batch } = options;
  if (batch === 1 || !isSplittable(graph)) return undefined;
  const least = planInParts(graph, options, batch);
  if (!fits(least)) return undefined;
  // What the plan with this many parts takes is a memory with which the planner comes to it, in whole MiB where that is not too much.
  for (let parts = 2; parts <= batch; parts++) {
    if (batch % parts !== 0) continue;
    const split = parts === batch ? least : planInParts(graph, options, parts);
    if (!fits(split)) continue;
    for (const unit of [2 ** 20, 2 ** 10]) {
      const memory = unit * Math.ceil(split.plan.bytes / unit);
      const planned = planTraining(graph, { ...options, memory });
      if (planned.program.parts > 1 && planned.plan.bytes <= memory && fits(planned)) {
        return { memory, count: planned.program.parts, bytes: planned.plan.bytes };
      }
    }
  }
  return undefined;
}
