// A stop is heard in the middle of a step, an evaluation, a search, or of what cannot be interrupted at all.
import { expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import type { Backend } from '../../../runtime/backends/backend.js';
import { initialise } from '../../../runtime/backends/initialise.js';
import { createReferenceBackend } from '../../../runtime/backends/reference/index.js';
import { loadData } from '../../../runtime/data/index.js';
import { allocateSnapshot } from '../../../runtime/ir/index.js';
import { planTraining } from '../../../runtime/memory/index.js';
import { type TrainingEvent, train } from '../../../runtime/train/index.js';
import { tinyData, tinyGraph, tinyJob } from './tiny.js';

/** Seven billion multiply-adds forward: a step takes some ten seconds. */
const { networks } = parseCnn('input(32x32x3) -> [conv(128) -> relu]*4 -> global_avgpool -> fc(10)', 'Large');
const { graph } = networks[0];

const never = new Promise<never>(() => {});

/** Trains until some milliseconds have passed; resolves with the last event. */
async function stopAfter(milliseconds: number, backend: Backend) {
  const stopping = new AbortController();
  const events: TrainingEvent[] = [];
  setTimeout(() => stopping.abort(), milliseconds);
  const result = await train({
    graph: tinyGraph,
    job: { ...tinyJob, epochs: 10_000 },
    dataSet: tinyData,
    backend,
    onEvent: (event) => events.push(event),
    signal: stopping.signal,
  });
  expect(events.at(-1)).toBe(result);
  return result;
}

it.each<[string, Partial<Backend>]>([
  ['measuring kernels', { tune: () => never }],
  ['creating an executor', { createExecutor: () => never }],
])('%s is left behind', async (_, changes) => {
  const result = await stopAfter(20, { ...createReferenceBackend(), ...changes });
  expect(result).toMatchObject({ event: 'stopped', step: 0, epoch: 1 });
});

it.each(['step', 'evaluate'] as const)('%s that does not end is left behind', async (method) => {
  const reference = createReferenceBackend();
  const backend: Backend = {
    ...reference,
    createExecutor: async (program, plan) => ({
      ...(await reference.createExecutor(program, plan)),
      [method]: () => never,
    }),
  };
  const result = await stopAfter(50, backend);
  expect(result).toMatchObject({ event: 'stopped', epoch: 1 });
});

it('a late executor is disposed of', async () => {
  const reference = createReferenceBackend();
  let disposed: () => void = () => {};
  const disposal = new Promise<void>((resolve) => {
    disposed = resolve;
  });
  const backend: Backend = {
    ...reference,
    async createExecutor(program, plan) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { ...(await reference.createExecutor(program, plan)), dispose: disposed };
    },
  };
  expect((await stopAfter(20, backend)).event).toBe('stopped');
  await disposal;
});

it('the CPU stops in the middle of a step, its parameters as before', async () => {
  const { program, plan } = planTraining(graph, { ...tinyJob, target: createReferenceBackend().target, batch: 16 });
  const executor = await createReferenceBackend().createExecutor(program, plan);
  initialise(executor, 1);
  const before = allocateSnapshot(program);
  await executor.readSnapshot(before);
  const stopping = new AbortController();
  const batch = { images: new Float32Array(16 * 32 * 32 * 3).fill(0.5), labels: new Uint32Array(16) };
  const step = executor.step(batch, { learningRate: 1, step: 0, seed: 1 }, stopping.signal);
  const waiting = executor.evaluate(batch, stopping.signal);
  const turnsAfter = new Promise<() => number>((resolve) => {
    setTimeout(() => {
      stopping.abort(new Error('stop'));
      let turns = 0;
      const timer = setInterval(() => turns++);
      resolve(() => {
        clearInterval(timer);
        return turns;
      });
    }, 250);
  });
  await expect(step).rejects.toThrow('stop');
  await expect(waiting).rejects.toThrow('stop');
  // Between two turns of the event loop the CPU computes a slice of a layer, and then hears of the stop.
  expect((await turnsAfter)()).toBeLessThan(10);
  const after = allocateSnapshot(program);
  await executor.readSnapshot(after);
  expect(after.every((values, index) => Buffer.from(values.buffer).equals(Buffer.from(before[index].buffer)))).toBe(
    true,
  );
  executor.dispose();
});

it('loading data is left behind', async () => {
  const files = { embedded: () => never, read: () => never, list: () => never };
  const stopping = new AbortController();
  const loading = loadData({ kind: 'npz', path: 'a.npz' }, files, undefined, stopping.signal);
  stopping.abort(new Error('stop'));
  await expect(loading).rejects.toThrow('stop');
});
