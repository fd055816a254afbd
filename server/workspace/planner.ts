// Memory figures for the adapter that was last seen: computed in slices, cached with the graph.
import { Attachment } from '../../language/index.js';
import type { Graph, TrainingJob } from '../../model/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import { webGpuTarget } from '../../runtime/backends/webgpu/target.js';
import { describePlannedAdapter, type LastAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import {
  alternativesInterruptibly,
  type Memory,
  type MemoryAlternatives,
  memoryInterruptibly,
  type TrainingOptions,
} from '../../runtime/memory/index.js';

export interface MemoryFigures {
  readonly memory: Memory;
  readonly alternatives: MemoryAlternatives;
}

export interface Planner {
  /** Undefined before the first training: plans then assume an unknown GPU. */
  readonly adapter: LastAdapter | undefined;
  /** The same for people: `google swiftshader (in software), the adapter last seen`. */
  readonly plannedFor: string;
  /** A figure that is computed already. */
  find<K extends keyof MemoryFigures>(kind: K, graph: Graph, job: TrainingJob): MemoryFigures[K] | undefined;
  /** Computes a figure once: two tasks share the work, and the next one continues what a cancelled one began. */
  compute<K extends keyof MemoryFigures>(kind: K, graph: Graph, job: TrainingJob): Interruptible<MemoryFigures[K]>;
}

type Entries = Map<string, Interruptible<unknown> | { readonly value: unknown }>;

const computations: {
  readonly [K in keyof MemoryFigures]: (graph: Graph, options: TrainingOptions) => Interruptible<MemoryFigures[K]>;
} = { memory: memoryInterruptibly, alternatives: alternativesInterruptibly };

/** The cache lives as long as the planner. */
export function createPlanner(adapter?: LastAdapter): Planner {
  const target = webGpuTarget(adapter?.profile);
  const cache = new Attachment<Graph, Entries>();

  function find<K extends keyof MemoryFigures>(kind: K, graph: Graph, job: TrainingJob): MemoryFigures[K] | undefined {
    const entry = cache.get(graph)?.get(keyOf(kind, job));
    return entry && 'value' in entry ? (entry.value as MemoryFigures[K]) : undefined;
  }

  function* compute<K extends keyof MemoryFigures>(
    kind: K,
    graph: Graph,
    job: TrainingJob,
  ): Interruptible<MemoryFigures[K]> {
    const entries: Entries = cache.get(graph) ?? new Map();
    cache.set(graph, entries);
    const key = keyOf(kind, job);
    for (;;) {
      const entry = entries.get(key) ?? computations[kind](graph, { ...job, target });
      if ('value' in entry) return entry.value as MemoryFigures[K];
      // Work that throws is not continued.
      entries.delete(key);
      const { done, value } = entry.next();
      entries.set(key, done ? { value } : entry);
      if (!done) yield value;
    }
  }
  return { adapter, plannedFor: describePlannedAdapter(adapter), find, compute };
}

function keyOf(kind: keyof MemoryFigures, job: TrainingJob): string {
  return `${kind} ${JSON.stringify(job)}`;
}
