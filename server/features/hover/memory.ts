// Memory figures for hovers, by the runtime's own planner.

import { type Analysis, defaultJob, type NetworkAnalysis, writtenJob } from '../../../language/index.js';
import { isWithin, type Layer, type TrainingJob } from '../../../model/index.js';
import type { Memory } from '../../../runtime/memory/index.js';
import type { Planner } from '../../workspace/planned-memory.js';

export interface JobMemory {
  readonly job: TrainingJob;
  /** Whether the file has a `train` statement that says so. */
  readonly written: boolean;
  readonly memory: Memory;
}

/** What training takes with the job of the file or the default one; undefined for a network that cannot be trained. */
export function jobMemoryOf(analysis: Analysis, network: NetworkAnalysis, planner: Planner): JobMemory | undefined {
  if (!network.sound) return undefined;
  const written = writtenJob(analysis, network.name) !== undefined;
  const job = jobOf(analysis, network);
  return { job, written, memory: planner.memoryOf(network.graph, job) };
}

/** The file's job or the default one, without asking the planner. */
export function jobOf(analysis: Analysis, { name }: NetworkAnalysis): TrainingJob {
  return writtenJob(analysis, name) ?? defaultJob(name);
}

/** Whether a layer keeps the parameters it begins with. */
export function isFrozen({ freeze }: TrainingJob, { path }: Layer): boolean {
  return freeze.some((named) => isWithin(path, named));
}

/** What inference takes for one image. */
export function inferenceBytesOf(analysis: Analysis, network: NetworkAnalysis, planner: Planner): number {
  return planner.memoryOf(network.graph, { ...jobOf(analysis, network), batch: 1 }).inference;
}
