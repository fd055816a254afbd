// Memory figures for hovers, by the runtime's own planner.
import { type Analysis, defaultJob, type NetworkAnalysis, writtenJob } from '../../language/index.js';
import { isWithin, type Layer, type TrainingJob } from '../../model/index.js';
import type { Memory } from '../../runtime/memory/index.js';
import type { Snapshot } from '../workspace/snapshot.js';

export interface JobMemory {
  readonly job: TrainingJob;
  /** Whether the file has a `train` statement for the network; else the job is the default one. */
  readonly written: boolean;
  readonly memory: Memory;
}

/** What training takes; undefined for a network with errors. */
export function planJob({ analysis, planner }: Snapshot, network: NetworkAnalysis): JobMemory | undefined {
  if (!network.sound) return undefined;
  const written = writtenJob(analysis, network.name) !== undefined;
  const job = findJob(analysis, network);
  return { job, written, memory: planner.memoryOf(network.graph, job) };
}

/** The file's job for a network, or the default one. */
export function findJob(analysis: Analysis, { name }: NetworkAnalysis): TrainingJob {
  return writtenJob(analysis, name) ?? defaultJob(name);
}

/** Whether the job leaves a layer's parameters as they are initialised. */
export function isFrozen({ freeze }: TrainingJob, { path }: Layer): boolean {
  return freeze.some((named) => isWithin(path, named));
}

/** What inference takes for one image. */
export function planInference({ analysis, planner }: Snapshot, network: NetworkAnalysis): number {
  return planner.memoryOf(network.graph, { ...findJob(analysis, network), batch: 1 }).inference;
}
