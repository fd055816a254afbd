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
    const job = writtenJob(analysis, network.name);
    const { batch, optimizer } = job ?? defaultJob(network.name);
    figures = { batch, optimizer, written: job !== undefined, memory: memoryOf(network.graph, { batch, optimizer }) };
    known.set(network, figures);
  }
  return figures;
}

/** What inference takes for one image. */
export function inferenceBytesOf(network: NetworkAnalysis): number {
  const { optimizer } = defaultJob(network.name);
  return memoryOf(network.graph, { batch: 1, optimizer }).inference;
}
