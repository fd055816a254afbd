// Runs stages on the calling thread together with others. A thread that ends by itself makes the runner unusable, as
// a lost GPU does an executor.
import { FaultError } from '../../../faults/index.js';
import { createChunkRunner } from './chunk-runner.js';
import type { StartThread, Thread, ThreadJob } from './thread-job.js';

export interface StageRunner {
  /** Begins a stage; the one before is done. Throws a FaultError if a thread was lost. */
  begin(stage: number): void;
  /** Works on the stage for some milliseconds; true once it is done. Throws a FaultError if a thread was lost. */
  advance(): boolean;
  /** Ends a stage that is not done: afterwards no thread works. */
  abandon(): void;
  /** Ends the other threads; nothing else may be called afterwards. */
  dispose(): void;
}

export interface StageRunnerOptions {
  /** Of the calling thread. */
  readonly job: ThreadJob;
  /** All threads, the calling one included. */
  readonly threads: number;
  /** Bytes from one thread's scratch memory to the next one's. */
  readonly scratchBytes: number;
  /** Required where there are several threads. */
  readonly startThread: StartThread | undefined;
}

/** Milliseconds after which `advance` returns at the next chunk, and which it may sleep. */
const [sliceMilliseconds, sleepMilliseconds] = [10, 2];

/** Milliseconds after which a thread that does not finish its chunk is given up. */
const patience = 2_000;

export function createStageRunner({ job, threads, scratchBytes, startThread }: StageRunnerOptions): StageRunner {
  const runner = createChunkRunner(job);
  let lost: FaultError | undefined;
  let disposed = false;
  const lose = (reason: string) => {
    if (disposed) return;
    lost ??= new FaultError({ kind: 'device-lost', device: 'cpu', destroyed: false, detail: reason });
  };
  const orLose = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      lose(error instanceof Error ? error.message : String(error));
      throw lost;
    }
  };
  /** Done by `begin` already. */
  let isWhole = false;
  const others: Thread[] = [];
  for (let index = 1; startThread && index < threads; index++) {
    const scratch = job.scratch + index * scratchBytes;
    others.push(startThread({ ...job, scratch }, (reason) => lose(`a thread ended: ${reason}`)));
  }

  return {
    begin(stage) {
      if (lost) throw lost;
      isWhole = orLose(() => runner.runWhole(stage));
      if (!isWhole) runner.publish(stage);
    },
    advance() {
      if (isWhole) return true;
      if (lost) throw lost;
      const until = performance.now() + sliceMilliseconds;
      const hasMore = orLose(() => {
        while (runner.runChunk()) if (performance.now() > until) return true;
        return false;
      });
      if (hasMore) return false;
      if (!runner.isDone()) runner.waitForOthers(sleepMilliseconds);
      return runner.isDone();
    },
    abandon() {
      if (isWhole) return;
      runner.close();
      const until = performance.now() + patience;
      while (!runner.isDone() && !lost) {
        runner.waitForOthers(sleepMilliseconds);
        if (performance.now() > until) lose('a thread does not answer');
      }
    },
    dispose() {
      disposed = true;
      runner.stop();
      for (const thread of others) thread.terminate();
    },
  };
}
