// What a network's training takes, by the runtime's own planner: remembered, since a large network takes the planner as
// long as reading its file, and an edit elsewhere leaves the network as it is.
import type { Graph, TrainingJob } from '../language/graph/index.js';
import { type Memory, memoryOf } from '../runtime/plan/index.js';

const planned = new WeakMap<Graph, Map<string, Memory>>();

export function plannedMemory(graph: Graph, job: TrainingJob): Memory {
  const known = planned.get(graph) ?? new Map<string, Memory>();
  planned.set(graph, known);
  const key = JSON.stringify(job);
  const memory = known.get(key) ?? memoryOf(graph, job);
  known.set(key, memory);
  return memory;
}
