// The memory that a job allows: asked before anything is allocated, so that the answer has the numbers and what to do.
import type { Graph, TrainingJob } from '../../language/graph/index.js';
import { checkpointedBytes, type Plan } from '../plan/index.js';
import { type AdapterProfile, FaultError, isSplittable } from '../program/index.js';

/** Throws a FaultError where the least that a job's training takes, which is its plan, is more than the job allows. */
export function checkMemory(graph: Graph, job: TrainingJob, plan: Plan, adapter?: AdapterProfile): void {
  const { memory: budget, batch } = job;
  const { bytes } = plan;
  if (budget === undefined || bytes <= budget) return;
  const checkpointed = job.checkpoint ? undefined : checkpointedBytes(graph, { ...job, adapter });
  const splittable = isSplittable(graph);
  throw new FaultError({ kind: 'over-budget', network: graph.name, batch, bytes, budget, splittable, checkpointed });
}
