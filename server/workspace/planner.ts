// Memory figures by the runtime's own planner, for the adapter last seen, whose kernels decide the workspace. Cached by
// graph: planning a large network takes as long as parsing its file, and most edits leave its graph unchanged.
import type { Graph, TrainingJob } from '../../model/index.js';
import { webGpuTarget } from '../../runtime/backends/webgpu/target.js';
import { describePlannedAdapter, type LastAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import {
  checkpointedBytes,
  f16Bytes,
  type Memory,
  memoryOf,
  type TrainingOptions,
} from '../../runtime/memory/index.js';

export interface Planner {
  /** Undefined before the first training: plans then assume an unknown GPU. */
  readonly adapter: LastAdapter | undefined;
  /** The same for people: `google swiftshader (in software), the adapter last seen`. */
  readonly plannedFor: string;
  readonly memoryOf: (graph: Graph, job: TrainingJob) => Memory;
  readonly checkpointedBytes: (graph: Graph, job: TrainingJob) => number;
  readonly f16Bytes: (graph: Graph, job: TrainingJob) => number;
}

/** The cache lives as long as the planner. */
export function createPlanner(adapter?: LastAdapter): Planner {
  const target = webGpuTarget(adapter?.profile);
  const cached = <T>(plan: (graph: Graph, options: TrainingOptions) => T) => {
    const byGraph = new WeakMap<Graph, Map<string, T>>();
    return (graph: Graph, job: TrainingJob): T => {
      const byJob = byGraph.get(graph) ?? new Map<string, T>();
      byGraph.set(graph, byJob);
      const key = JSON.stringify(job);
      const figure = byJob.get(key) ?? plan(graph, { ...job, target });
      byJob.set(key, figure);
      return figure;
    };
  };
  return {
    adapter,
    plannedFor: describePlannedAdapter(adapter),
    memoryOf: cached(memoryOf),
    checkpointedBytes: cached(checkpointedBytes),
    f16Bytes: cached(f16Bytes),
  };
}
