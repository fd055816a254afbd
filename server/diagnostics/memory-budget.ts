// Finds jobs whose training step takes more memory than the job or the user's settings allow, and what would fit. The
// bytes come from the runtime's planner; the language does not know them. Takes long: see interruptible.ts.
import {
  type Analysis,
  createDiagnostic,
  type Diagnostic,
  type JobAnalysis,
  type MemoryShortage,
  memoryTooSmall,
  overMemoryBudget,
  type SplitBatch,
} from '../../language/index.js';
import { formatMemory, type Graph, type TrainingJob } from '../../model/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import { isSplittable } from '../../runtime/lowering/index.js';
import { largestBatchInterruptibly } from '../../runtime/memory/index.js';
import type { Planner } from '../workspace/planner.js';

/** A job without errors, and its network, which has none either. */
interface Trained {
  readonly job: TrainingJob;
  readonly graph: Graph;
  readonly ranges: JobAnalysis;
  readonly planner: Planner;
}

/** A diagnostic for each job whose step takes more than its own memory, or more than `budget` bytes. */
export function* overBudget(
  { jobs, networks, allowed }: Analysis,
  budget: number,
  planner: Planner,
): Interruptible<Diagnostic[]> {
  const trained = jobs.flatMap((ranges): Trained[] => {
    const network = networks.find(({ name }) => name === ranges.job?.network);
    return ranges.job && network?.sound ? [{ job: ranges.job, graph: network.graph, ranges, planner }] : [];
  });
  const found: Diagnostic[] = [];
  for (const each of trained) {
    const diagnostic = (yield* checkOwnMemory(each)) ?? (yield* checkBudget(each, budget));
    if (diagnostic && !allowed.includes(diagnostic.code)) found.push(diagnostic);
  }
  return found;
}

/** Against the memory that the job itself allows. */
function* checkOwnMemory(trained: Trained): Interruptible<Diagnostic | undefined> {
  const { memoryRange } = trained.ranges;
  const { memory } = trained.job;
  const shortage = memory !== undefined && memoryRange ? yield* findShortage(trained, memory) : undefined;
  if (!shortage || !memoryRange) return undefined;
  return createDiagnostic(memoryTooSmall, memoryRange, { ...shortage, splittable: isSplittable(trained.graph) });
}

/** Against the user's setting. */
function* checkBudget(trained: Trained, budget: number): Interruptible<Diagnostic | undefined> {
  const shortage = yield* findShortage(trained, budget);
  if (!shortage) return undefined;
  const { memoryRange, batchRange } = trained.ranges;
  return createDiagnostic(overMemoryBudget, memoryRange ?? batchRange, {
    ...shortage,
    split: yield* trySplit(trained, budget),
  });
}

function* findShortage(trained: Trained, limit: number): Interruptible<MemoryShortage | undefined> {
  const { job, graph, ranges, planner } = trained;
  const { training: bytes } = yield* planner.compute('memory', graph, job);
  if (bytes <= limit) return undefined;
  const ifItFits = (alternative = Number.POSITIVE_INFINITY) => (alternative <= limit ? alternative : undefined);
  const largest = yield* largestBatchInterruptibly((batch) => bytesWith(trained, batch), job.batch, limit);
  const f16Works = job.storage !== 'f16' && planner.adapter?.profile.f16;
  const alternatives = job.checkpoint && !f16Works ? undefined : yield* planner.compute('alternatives', graph, job);
  return {
    bytes,
    limit,
    batch: job.batch,
    fitting: largest === 0 ? undefined : { batch: largest, bytes: yield* bytesWith(trained, largest) },
    batchRange: ranges.batchRange === ranges.nameRange ? undefined : ranges.batchRange,
    checkpointedBytes: job.checkpoint ? undefined : ifItFits(alternatives?.checkpointed),
    f16Bytes: f16Works ? ifItFits(alternatives?.f16) : undefined,
  };
}

/** The memory with which the same batch is computed in parts, where that fits. */
function* trySplit({ job, graph, ranges, planner }: Trained, budget: number): Interruptible<SplitBatch | undefined> {
  const memory = Math.floor(budget);
  const { training, microBatches } = yield* planner.compute('memory', graph, { ...job, memory });
  if (training > budget || microBatches === 1) return undefined;
  const { memoryRange, batchRange, nameRange } = ranges;
  const afterBatch = { range: { start: batchRange.end, end: batchRange.end } };
  const edits = memoryRange
    ? [{ range: memoryRange, newText: formatMemory(memory) }]
    : batchRange === nameRange
      ? []
      : [{ ...afterBatch, newText: `  memory = ${formatMemory(memory)}` }];
  return { memory, parts: microBatches, edits };
}

/** Bytes of another batch, computed at once. */
function* bytesWith({ job, graph, planner }: Trained, batch: number): Interruptible<number> {
  return (yield* planner.compute('memory', graph, { ...job, batch, memory: undefined })).training;
}
