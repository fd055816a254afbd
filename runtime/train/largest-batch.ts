// The most images in a step that a GPU's limits allow: told beside the limit that a network exceeds.
import type { Graph, TrainingJob } from '../../language/graph/index.js';
import { boundBuffers, planTraining } from '../plan/index.js';
import { type AdapterProfile, FaultError } from '../program/index.js';

/** The same error, but with the largest batch that fits where it is a buffer over a GPU's limit. */
export function withLargestBatch(error: unknown, graph: Graph, job: TrainingJob, adapter?: AdapterProfile): unknown {
  if (!(error instanceof FaultError) || error.fault.kind !== 'over-limit') return error;
  const { limit, batch } = error.fault;
  const fits = (tried: number) => {
    const { plan } = planTraining(graph, { ...job, batch: tried, adapter });
    return boundBuffers(plan).every(({ bytes }) => bytes <= limit);
  };
  let fitting = 0;
  let exceeding = batch;
  // A larger batch takes larger buffers, so halving finds the border.
  while (exceeding - fitting > 1) {
    const middle = Math.floor((fitting + exceeding) / 2);
    if (fits(middle)) fitting = middle;
    else exceeding = middle;
  }
  return new FaultError({ ...error.fault, largestBatch: fitting });
}
