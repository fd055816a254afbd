// Runs cases in a worker thread, which is replaced when it hangs or takes too much memory.
import { Worker } from 'node:worker_threads';
import type { Verdict } from '../judge.js';

/** A case by its number, or an input that a case was made smaller to. */
export type Task =
  | { readonly kind: string; readonly seed: number; readonly number: number }
  | { readonly kind: string; readonly input: unknown };

/** Bytes that the whole process may hold. */
export const memoryLimit = 2 ** 30;

/** Milliseconds of the processor, or failing that of the clock, after which an answer will not come. */
const [patience, longestWait] = [10_000, 120_000];

const nothing = { what: 'nothing', milliseconds: 0 };

export class Runner {
  private worker: Worker | undefined;
  peak = 0;

  /** `script` runs `serveTasks` when it is started as a worker. */
  constructor(private readonly script: URL) {}

  /** Confirms slow answers and memory by a second try. */
  async run(task: Task): Promise<Verdict> {
    const verdict = await this.runOnce(task);
    // Answers are slow when the code is new to the compiler, and memory is still held from earlier cases.
    if (verdict.failure?.kind === 'slow') return this.runOnce(task);
    const bytes = process.memoryUsage.rss();
    this.peak = Math.max(this.peak, bytes);
    if (verdict.failure || bytes <= memoryLimit) return verdict;
    await this.stop();
    const alone = await this.runOnce(task);
    const bytesAlone = process.memoryUsage.rss();
    await this.stop();
    if (alone.failure || bytesAlone <= memoryLimit) return alone;
    return { ...alone, failure: { kind: 'memory', message: `the process holds ${bytesAlone} bytes` } };
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  async runOnce(task: Task): Promise<Verdict> {
    this.worker ??= this.start();
    const { worker } = this;
    const stopTimer = new AbortController();
    const answered = new Promise<Verdict>((resolve) => {
      worker.once('message', resolve);
      worker.once('error', (error: Error) => {
        const kind = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'error';
        resolve({ failure: { kind, message: error.stack ?? `${error}` }, longest: nothing });
        this.worker = undefined;
      });
    });
    worker.postMessage(task);
    const verdict = await Promise.race([answered, waitForHang(stopTimer.signal)]);
    stopTimer.abort();
    worker.removeAllListeners('message');
    worker.removeAllListeners('error');
    if (verdict.failure?.kind === 'hang') await this.stop();
    return verdict;
  }

  private start(): Worker {
    return new Worker(this.script, {
      // The stack of a process's main thread, where the server and the command line run.
      resourceLimits: { stackSizeMb: 1, maxOldGenerationSizeMb: 512 },
    });
  }
}

function waitForHang(signal: AbortSignal): Promise<Verdict> {
  const [started, used] = [performance.now(), process.cpuUsage()];
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const { user, system } = process.cpuUsage(used);
      const waited = performance.now() - started;
      if ((user + system) / 1_000 < patience && waited < longestWait) return;
      const message = `no answer in ${(waited / 1_000).toFixed(0)} s`;
      resolve({ failure: { kind: 'hang', message }, longest: { what: 'no answer', milliseconds: waited } });
    }, 250);
    signal.addEventListener('abort', () => clearInterval(timer));
  });
}
