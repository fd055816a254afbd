// Threads share the work and change no bit of it; one that ends by itself is a fault, after which a new executor
// continues.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { initialise } from '../../../../runtime/backends/initialise.js';
import { startNodeThread } from '../../../../runtime/backends/wasm/node/node-thread.js';
import type { StartThread, Thread } from '../../../../runtime/backends/wasm/threads/index.js';
import { backendOf, batchOf, createTraining, runSteps, trainings } from './support/training.js';

/** A hash of each array: differences of megabytes help nobody. */
const bitsOf = (arrays: readonly Float32Array[]) =>
  arrays.map((values) => createHash('sha256').update(new Uint8Array(values.slice().buffer)).digest('hex'));

describe('the same bits on 1, 2 and 3 threads', () => {
  it.each(Object.entries(trainings))('%s', async (name, training) => {
    const results = [];
    for (const threads of [1, 2, 3]) {
      const executor = await createTraining(training, backendOf({ threads }));
      expect(executor.description).toBe(
        `WebAssembly on the CPU, ${threads} thread${threads > 1 ? 's' : ''}, separate multiply-add`,
      );
      if (name === 'micro-batches') expect(executor.program.microBatches).toBeGreaterThan(1);
      const { metrics, snapshot } = await runSteps(executor, 4);
      results.push({ metrics, bits: bitsOf(snapshot) });
      executor.dispose();
    }
    expect(results[0].metrics.every(({ lossSum }) => Number.isFinite(lossSum))).toBe(true);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

/** Starts threads whose handles a test holds. */
function heldThreads(change: (job: Parameters<StartThread>[0]) => Parameters<StartThread>[0] = (job) => job) {
  const threads: Thread[] = [];
  const startThread: StartThread = (job, onEnd) => {
    const thread = startNodeThread(change(job), onEnd);
    threads.push(thread);
    return thread;
  };
  return { threads, startThread };
}

/** Steps until one fails: a thread's end is heard at the next turn of the event loop. */
async function stepUntilFault(executor: Awaited<ReturnType<typeof createTraining>>): Promise<unknown> {
  const batch = batchOf(executor, 0);
  for (let step = 0; step < 100_000; step++) {
    try {
      await executor.step(batch, { learningRate: 0.01, step, seed: 1 });
    } catch (error) {
      return error;
    }
  }
  return undefined;
}

describe('a lost thread', () => {
  it('that was killed is a fault with its reason, and the backend continues with new threads', async () => {
    const { threads, startThread } = heldThreads();
    const backend = backendOf({ threads: 3, startThread });
    const executor = await createTraining(trainings['LeNet-5'], backend);
    await executor.step(batchOf(executor, 0), { learningRate: 0.01, step: 0, seed: 1 });
    expect(threads).toHaveLength(2);
    threads[0].terminate();
    expect(await stepUntilFault(executor)).toMatchObject({
      fault: { kind: 'device-lost', device: 'cpu', detail: expect.stringMatching(/^a thread ended: it exited/) },
      message: expect.stringMatching(/^The computation on the CPU broke off \(a thread ended: it exited .*\)\.$/),
    });
    executor.dispose();
    const recreated = await backend.recreate!();
    expect(recreated.target).toBe(backend.target);
    const again = await createTraining(trainings['LeNet-5'], recreated);
    expect(threads).toHaveLength(4);
    const { metrics } = await runSteps(again, 2);
    expect(metrics.every(({ lossSum }) => lossSum > 0)).toBe(true);
    again.dispose();
  });

  it('that traps is one too', async () => {
    const beyond = 2 ** 32 - 16;
    const { startThread } = heldThreads((job) => ({
      ...job,
      stages: job.stages.map((stage) => ({ ...stage, addresses: stage.addresses.map(() => beyond) })),
    }));
    const executor = await createTraining(trainings['LeNet-5'], backendOf({ threads: 2, startThread }));
    expect(await stepUntilFault(executor)).toMatchObject({
      fault: { kind: 'device-lost', device: 'cpu', detail: expect.stringContaining('memory access out of bounds') },
    });
    executor.dispose();
  });
});

it('an aborted step leaves no thread at work: the next one computes what it would have', async () => {
  const [first, second] = await Promise.all(
    [2, 2].map((threads) => createTraining(trainings['bn and dropout'], backendOf({ threads }))),
  );
  const settings = { learningRate: 0.01, step: 0, seed: 1 };
  for (let attempt = 0; attempt < 5; attempt++) {
    const stopping = new AbortController();
    const step = first.step(batchOf(first, 1), settings, stopping.signal);
    stopping.abort(new Error('stop'));
    await step.catch((error) => expect(error).toMatchObject({ message: 'stop' }));
  }
  initialise(first, 3);
  const [{ snapshot }, other] = [await runSteps(first, 2), await runSteps(second, 2)];
  expect(bitsOf(snapshot)).toEqual(bitsOf(other.snapshot));
  first.dispose();
  second.dispose();
});
