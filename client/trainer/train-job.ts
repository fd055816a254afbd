// Trains a job on an opened backend and reports to a page: in the page's worker as in the extension's process.
import type { Graph, TrainingJob } from '../../model/index.js';
import type { Backend } from '../../runtime/backends/backend.js';
import { type Files, loadData } from '../../runtime/data/index.js';
import {
  clampBatch,
  stoppedAfter,
  type Training,
  type TrainingEvent,
  type TrainingResult,
  train,
} from '../../runtime/train/index.js';
import { createEventBatches } from './event-batches.js';

export interface JobOptions extends Pick<Training, 'onSnapshot' | 'resumption'> {
  readonly graph: Graph;
  readonly job: TrainingJob;
  /** Undefined where there is none, which was reported. */
  readonly openBackend: () => Promise<Backend | undefined>;
  readonly files: Files;
  readonly signal: AbortSignal;
  readonly onEvents: (events: readonly TrainingEvent[]) => void;
  /** Images read so far. */
  readonly onImages: (done: number, of: number) => void;
}

/** Milliseconds between two reports of the images read. */
const reportInterval = 100;

/** Never rejects; the last event says what went wrong. Gives it, or undefined where there was no backend. */
export async function trainJob(options: JobOptions): Promise<TrainingResult | undefined> {
  const { graph, job, openBackend, files, signal, onEvents, onImages, onSnapshot, resumption } = options;
  const onEvent = createEventBatches(onEvents);
  try {
    const backend = await openBackend();
    if (!backend) return undefined;
    const dataSet = await loadData(job.data, files, atIntervals(onImages), signal);
    return await train({
      graph,
      ...clampBatch(job, dataSet),
      dataSet,
      backend,
      onEvent,
      onSnapshot,
      resumption,
      signal,
    });
  } catch (error) {
    // A stop before the training began, which otherwise describes its own.
    const result: TrainingResult = signal.aborted
      ? stoppedAfter(resumption ?? {}, job.epochs, resumption?.seconds ?? 0)
      : { event: 'failed', message: describeError(error) };
    onEvent(result);
    return result;
  }
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function atIntervals(report: (done: number, of: number) => void): (done: number, of: number) => void {
  let reportedAt = 0;
  return (done, of) => {
    const now = performance.now();
    if (now - reportedAt < reportInterval && done < of) return;
    reportedAt = now;
    report(done, of);
  };
}
