// What a network's training takes, by the runtime's own planner: remembered, since a large network takes the planner
// as long as reading its file, and an edit elsewhere leaves the network as it is. Planned for the adapter that the
// editor has seen last, for which kernels are run decides what memory they want.
import type { Graph, TrainingJob } from '../../model/index.js';
import { plannedFor, type SeenAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import {
  checkpointedBytes,
  halvedBytes,
  type Memory,
  memoryOf,
  type TrainingOptions,
} from '../../runtime/memory/index.js';

export interface Planner {
  /** Undefined where none was seen: what is planned then stands on WebGPU alone. */
  readonly adapter: SeenAdapter | undefined;
  /** The same for people: `google swiftshader (in software), the adapter last seen`. */
  readonly plannedFor: string;
  readonly memoryOf: (graph: Graph, job: TrainingJob) => Memory;
  readonly checkpointedBytes: (graph: Graph, job: TrainingJob) => number;
  readonly halvedBytes: (graph: Graph, job: TrainingJob) => number;
}

/** Remembers for as long as it is kept. */
export function createPlanner(adapter?: SeenAdapter): Planner {
  const remembered = <T>(figureOf: (graph: Graph, options: TrainingOptions) => T) => {
    const planned = new WeakMap<Graph, Map<string, T>>();
    return (graph: Graph, job: TrainingJob): T => {
      const known = planned.get(graph) ?? new Map<string, T>();
      planned.set(graph, known);
      const key = JSON.stringify(job);
      const figure = known.get(key) ?? figureOf(graph, { ...job, adapter: adapter?.profile });
      known.set(key, figure);
      return figure;
    };
  };
  return {
    adapter,
    plannedFor: plannedFor(adapter),
    memoryOf: remembered(memoryOf),
    checkpointedBytes: remembered(checkpointedBytes),
    halvedBytes: remembered(halvedBytes),
  };
}
