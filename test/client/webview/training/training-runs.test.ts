// Trainings in workers: events, one end each, reuse of workers, and files fetched from the data sets' folder only. The
// worker and the network are mocked.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messageVersion } from '../../../../client/webview/messages/version.js';
import type { FromWorker, ToWorker, TrainingRequest } from '../../../../client/webview/messages/worker-messages.js';
import { createTrainingRuns } from '../../../../client/webview/training/training-runs.js';
import type { TrainingEvent } from '../../../../runtime/train/events.js';
import { lenet5 } from '../../../support/golden.js';
import { plainTerms } from '../../../support/jobs.js';

const resources = {
  worker: 'page:worker.js',
  files: 'page:dist/',
  host: {
    read: async (path: string, most: number) => ({
      kind: 'bytes' as const,
      bytes: new TextEncoder().encode(path + most),
    }),
    list: async () => ({ kind: 'missing' as const }),
  },
};
const request: TrainingRequest = {
  graph: lenet5,
  job: {
    network: 'LeNet5',
    data: { kind: 'digits' },
    augment: [],
    ...plainTerms,
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: false, weightDecay: 0 },
    batch: 64,
    epochs: 2,
    seed: 1,
  },
  backend: 'cpu',
  tuning: { when: 'auto', cache: {} },
  threads: 0,
  reproducible: false,
};
const step: TrainingEvent = {
  event: 'step',
  step: 80,
  learningRate: 0.05,
  steps: 158,
  epoch: 2,
  epochs: 2,
  loss: 0.5,
  accuracy: 0.8,
  imagesPerSecond: 100,
};
const epoch: TrainingEvent = {
  event: 'epoch',
  epoch: 1,
  epochs: 2,
  loss: 1,
  accuracy: 0.6,
  testLoss: 0.7,
  testAccuracy: 0.75,
  imagesPerSecond: 100,
};

class StandInWorker extends EventTarget {
  static last: StandInWorker;
  readonly got: ToWorker[] = [];
  terminated = false;
  constructor(readonly address: string) {
    super();
    StandInWorker.last = this;
  }
  postMessage(message: ToWorker): void {
    this.got.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(data: FromWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const files = new Map<string, string>();
const events: TrainingEvent[] = [];
const withoutWebGpu: string[] = [];
const adapters: unknown[] = [];
const measured: unknown[] = [];
const imagesRead: number[][] = [];

async function start(trainings = createTrainingRuns(resources)) {
  const training = trainings.start(request, {
    onEvent: (event) => events.push(event),
    onAdapter: (adapter) => adapters.push(adapter),
    onMeasuring: () => measured.push('begins'),
    onMeasured: (...said) => measured.push(said),
    onNoWebGpu: (...said) => withoutWebGpu.push(...said),
    onImages: (...figures) => imagesRead.push(figures),
  });
  await vi.advanceTimersByTimeAsync(0);
  return { training, worker: StandInWorker.last };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', StandInWorker);
  vi.stubGlobal('fetch', async (url: string) => new Response(files.get(url), { status: files.has(url) ? 200 : 404 }));
  files.clear();
  files.set(resources.worker, 'the script');
  events.length = 0;
  withoutWebGpu.length = 0;
  adapters.length = 0;
  measured.length = 0;
  imagesRead.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a training', () => {
  it('starts its worker from a blob, with the request', async () => {
    const { worker } = await start();
    expect(worker.address).toMatch(/^blob:/);
    expect(worker.got).toEqual([{ type: 'start', version: messageVersion, request }]);
  });

  it('fails when the script cannot be fetched', async () => {
    files.clear();
    await start();
    expect(events).toEqual([{ event: 'failed', message: expect.stringContaining('status 404') }]);
  });

  it('passes events on until the one that ends it, then ends the worker', async () => {
    const { worker } = await start();
    worker.say({ type: 'events', events: [step] });
    worker.say({ type: 'events', events: [{ ...step, loss: 'none' } as unknown as TrainingEvent] });
    worker.say({ type: 'events', events: [{ event: 'failed', message: 'the loss is not finite' }] });
    worker.say({ type: 'events', events: [step] });
    expect(events).toEqual([step, { event: 'failed', message: 'the loss is not finite' }]);
    expect(worker.terminated).toBe(true);
  });

  it('reports its adapter', async () => {
    const { worker } = await start();
    const profile = { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 };
    worker.say({ type: 'adapter', adapter: { name: 'google swiftshader', profile } });
    expect(adapters).toEqual([{ name: 'google swiftshader', profile }]);
  });

  it('reports measuring and its results', async () => {
    const { worker } = await start();
    worker.say({ type: 'measuring' });
    worker.say({ type: 'measured', adapter: 'nvidia ada', choices: { 'fc 2x3': 'registers' } });
    expect(measured).toEqual(['begins', ['nvidia ada', { 'fc 2x3': 'registers' }]]);
  });

  it('reports why there is no WebGPU', async () => {
    const { worker } = await start();
    worker.say({ type: 'no-webgpu', reason: 'no adapter', advice: 'update the driver' });
    expect(withoutWebGpu).toEqual(['no adapter', 'update the driver']);
    expect(worker.terminated).toBe(true);
  });

  it('reports the last event of a worker that stops in time', async () => {
    const { training, worker } = await start();
    training.stop();
    expect(worker.got.at(-1)).toEqual({ type: 'stop' });
    const stopped: TrainingEvent = { event: 'stopped', step: 3, steps: 158, epoch: 1, epochs: 2, seconds: 1 };
    worker.say({ type: 'events', events: [stopped] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(events).toEqual([stopped]);
  });

  it('terminates a step that does not end, with the figures so far', async () => {
    const { training, worker } = await start();
    worker.say({ type: 'events', events: [epoch] });
    worker.say({ type: 'events', events: [step] });
    training.stop();
    await vi.advanceTimersByTimeAsync(300);
    expect(worker.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(worker.terminated).toBe(true);
    expect(events.at(-1)).toMatchObject({
      event: 'stopped',
      step: 80,
      steps: 158,
      loss: 0.5,
      testLoss: 0.7,
      testAccuracy: 0.75,
    });
  });

  it('leaves its worker and device to the next training', async () => {
    const trainings = createTrainingRuns(resources);
    const { worker } = await start(trainings);
    const done: TrainingEvent = { event: 'stopped', step: 3, steps: 158, epoch: 1, epochs: 2, seconds: 1 };
    worker.say({ type: 'events', events: [done] });
    expect(worker.terminated).toBe(false);
    const next = await start(trainings);
    expect(next.worker).toBe(worker);
    expect(worker.got).toEqual([
      { type: 'start', version: messageVersion, request },
      { type: 'start', version: messageVersion, request },
    ]);
    worker.say({ type: 'events', events: [step] });
    expect(events).toEqual([done, step]);
  });

  it('starts a new worker after one that failed or was terminated', async () => {
    const trainings = createTrainingRuns(resources);
    const failed = await start(trainings);
    failed.worker.say({ type: 'events', events: [{ event: 'failed', message: 'the loss is not finite' }] });
    const disposed = await start(trainings);
    expect(disposed.worker).not.toBe(failed.worker);
    disposed.training.dispose();
    const last = await start(trainings);
    expect(last.worker).not.toBe(disposed.worker);
    expect([failed, disposed, last].map(({ worker }) => worker.terminated)).toEqual([true, true, false]);
  });

  it('reports nothing after it is disposed of', async () => {
    const { training, worker } = await start();
    training.dispose();
    worker.say({ type: 'events', events: [step] });
    expect(events).toEqual([]);
    expect(worker.terminated).toBe(true);
  });
});

describe("a job's own files", () => {
  it('are read and listed through the page, with progress', async () => {
    const { worker } = await start();
    worker.say({ type: 'ask', id: 1, path: 'data/a.npz', most: 7 });
    worker.say({ type: 'ask', id: 2, path: 'data' });
    worker.say({ type: 'images', done: 3, of: 9 });
    await vi.advanceTimersByTimeAsync(0);
    const bytes = new TextEncoder().encode('data/a.npz7');
    expect(worker.got.slice(-2)).toEqual([
      { type: 'answer', id: 1, answer: { kind: 'bytes', bytes } },
      { type: 'answer', id: 2, answer: { kind: 'missing' } },
    ]);
    expect(imagesRead).toEqual([[3, 9]]);
  });
});

describe("a data set's file", () => {
  it('is fetched for the worker', async () => {
    files.set('page:dist/digits/test-labels.idx.gz', 'abc');
    const { worker } = await start();
    worker.say({ type: 'read', name: 'digits/test-labels.idx.gz' });
    await vi.advanceTimersByTimeAsync(0);
    const bytes = new TextEncoder().encode('abc');
    expect(worker.got.at(-1)).toEqual({ type: 'file', name: 'digits/test-labels.idx.gz', bytes });
  });

  it.each(['../secret', '/etc/passwd', 'https://elsewhere.example/a', 'digits/../../a', 'digits//a', ''])(
    'is refused where its name is %j',
    async (name) => {
      files.set(resources.files + name, 'secret');
      const { worker } = await start();
      worker.say({ type: 'read', name });
      await vi.advanceTimersByTimeAsync(0);
      expect(worker.got.at(-1)).toMatchObject({ type: 'no-file', name });
    },
  );

  it('is reported where it is missing', async () => {
    const { worker } = await start();
    worker.say({ type: 'read', name: 'digits/none.gz' });
    await vi.advanceTimersByTimeAsync(0);
    expect(worker.got.at(-1)).toMatchObject({ type: 'no-file', message: expect.stringContaining('404') });
  });
});
