// Memory figures for hovers, by the runtime's own planner; remembered, since one network is hovered over many times.
import type { Optimizer } from '../../language/graph/index.js';
import { type Analysis, defaultJob, type NetworkAnalysis, writtenJob } from '../../language/index.js';
import { type Memory, memoryOf } from '../../runtime/plan/index.js';

export interface JobMemory {
  readonly batch: number;
  readonly optimizer: Optimizer;
  /** Whether the file has a `train` statement that says so. */
  readonly written: boolean;
  readonly memory: Memory;
}

const known = new WeakMap<NetworkAnalysis, JobMemory>();

/** What training takes with the job of the file or the default one; undefined for a network that cannot be trained. */
export function jobMemoryOf(analysis: Analysis, network: NetworkAnalysis): JobMemory | undefined {
  if (!network.sound) return undefined;
  let figures = known.get(network);
  if (!figures) {
    const { batch, optimizer, written } = jobOf(analysis, network);
    figures = { batch, optimizer, written, memory: memoryOf(network.graph, { batch, optimizer }) };
    known.set(network, figures);
  }
  return figures;
}

/** The batch and optimizer of the file's job or of the default one, without asking the planner. */
export function jobOf(analysis: Analysis, { name }: NetworkAnalysis): Omit<JobMemory, 'memory'> {
  const job = writtenJob(analysis, name);
  const { batch, optimizer } = job ?? defaultJob(name);
  return { batch, optimizer, written: job !== undefined };
}

/** What inference takes for one image. */
export function inferenceBytesOf(network: NetworkAnalysis): number {
  const { optimizer } = defaultJob(network.name);
  return memoryOf(network.graph, { batch: 1, optimizer }).inference;
}
