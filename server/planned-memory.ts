// What a network's training takes, by the runtime's own planner: remembered, since a large network takes the planner as
// long as reading its file, and an edit elsewhere leaves the network as it is.
import type { Graph, TrainingJob } from '../language/graph/index.js';
import { checkpointedBytes, memoryOf } from '../runtime/plan/index.js';

function remembered<T>(figureOf: (graph: Graph, job: TrainingJob) => T): (graph: Graph, job: TrainingJob) => T {
  const planned = new WeakMap<Graph, Map<string, T>>();
  return (graph, job) => {
    const known = planned.get(graph) ?? new Map<string, T>();
    planned.set(graph, known);
    const key = JSON.stringify(job);
    const figure = known.get(key) ?? figureOf(graph, job);
    known.set(key, figure);
    return figure;
  };
}

export const plannedMemory = remembered(memoryOf);
export const plannedCheckpointedBytes = remembered(checkpointedBytes);
