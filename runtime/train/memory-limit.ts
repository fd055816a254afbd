// The memory that a job allows: asked before anything is allocated, so that the answer has the numbers and what to do.
import type { Graph, TrainingJob } from '../../model/index.js';
import type { AdapterProfile } from '../backends/webgpu/adapter-profile.js';
import { FaultError } from '../faults/index.js';
import { isSplittable } from '../lowering/index.js';
import type { Plan } from '../memory/index.js';
import { memoryUpTo, waysOut } from './memory-remedies.js';

/** Throws a FaultError where the least that a job's training takes, which is its plan, is more than the job allows. */
export function checkMemory(graph: Graph, job: TrainingJob, plan: Plan, adapter?: AdapterProfile): void {
  const { memory: budget, batch } = job;
  const { bytes } = plan;
  if (budget === undefined || bytes <= budget) return;
  const splittable = isSplittable(graph);
  const ways = waysOut(graph, job, adapter, memoryUpTo(budget));
  throw new FaultError({ kind: 'over-budget', network: graph.name, batch, bytes, budget, splittable, ways });
}
