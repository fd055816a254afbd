// Memory figures for hovers, by the runtime's own planner.
import { type Analysis, defaultJob, type NetworkAnalysis, writtenJob } from '../../language/index.js';
import { isWithin, type Layer, type TrainingJob } from '../../model/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import type { Memory } from '../../runtime/memory/index.js';
import type { Planner } from '../workspace/planner.js';
import type { Snapshot } from '../workspace/snapshot.js';

export interface JobMemory {
  readonly job: TrainingJob;
  /** Whether the file has a `train` statement for the network; else the job is the default one. */
  readonly written: boolean;
  /** Undefined while it is computed. */
  readonly memory: Memory | undefined;
}

/** In place of figures that are computed meanwhile. */
export const computing = 'being computed, point here again in a moment';

/** What training takes; undefined for a network with errors. */
export function planJob({ analysis, planner }: Snapshot, network: NetworkAnalysis): JobMemory | undefined {
  if (!network.sound) return undefined;
  const written = writtenJob(analysis, network.name) !== undefined;
  const job = findJob(analysis, network);
  return { job, written, memory: planner.find('memory', network.graph, job) };
}

/** The file's job for a network, or the default one. */
export function findJob(analysis: Analysis, { name }: NetworkAnalysis): TrainingJob {
  return writtenJob(analysis, name) ?? defaultJob(name);
}

/** Whether the job leaves a layer's parameters as they are initialised. */
export function isFrozen({ freeze }: TrainingJob, { path }: Layer): boolean {
  return freeze.some((named) => isWithin(path, named));
}

/** What inference takes for one image; undefined while it is computed. */
export function planInference({ analysis, planner }: Snapshot, network: NetworkAnalysis): number | undefined {
  return planner.find('memory', network.graph, { ...findJob(analysis, network), batch: 1 })?.inference;
}

/** Writes a text, computes the figures that it lacks, and writes it again with all of them. */
export function* writeWithFigures<T>(snapshot: Snapshot, write: (snapshot: Snapshot) => T): Interruptible<T> {
  const { planner } = snapshot;
  for (;;) {
    const missing: (() => Interruptible<unknown>)[] = [];
    const find: Planner['find'] = (kind, graph, job) => {
      const figure = planner.find(kind, graph, job);
      if (!figure) missing.push(() => planner.compute(kind, graph, job));
      return figure;
    };
    const written = write({ ...snapshot, planner: { ...planner, find } });
    if (missing.length === 0) return written;
    for (const compute of missing) yield* compute();
  }
}
