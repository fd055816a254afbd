// The memory limit of a job, checked before anything is allocated, so that the fault has the numbers and the remedies.
import type { Graph, TrainingJob } from '../../model/index.js';
import { FaultError } from '../faults/index.js';
import { isSplittable } from '../lowering/index.js';
import type { Plan } from '../memory/index.js';
import { findRemedies, memoryUpTo } from './memory-remedies.js';

/** Throws a FaultError if the smallest plan of a job's training takes more memory than the job allows. */
export function checkMemory(graph: Graph, job: TrainingJob, plan: Plan): void {
  const { memory: budget, batch } = job;
  const { bytes, target } = plan;
  if (budget === undefined || bytes <= budget) return;
  const splittable = isSplittable(graph);
  const remedies = findRemedies(graph, { ...job, target }, memoryUpTo(budget));
  throw new FaultError({ kind: 'over-budget', network: graph.name, batch, bytes, budget, splittable, remedies });
}
