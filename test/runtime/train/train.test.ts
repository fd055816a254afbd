// What the trainer requests of an executor, and the events it reports, whatever the executor computes.
import { describe, expect, it } from 'vitest';
import { type AdapterProfile, unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import type { WebGpuTarget } from '../../../runtime/backends/webgpu/target.js';
import { FaultError } from '../../../runtime/faults/index.js';
import type { Metrics, Program } from '../../../runtime/ir/index.js';
import { type Training, type TrainingEvent, train } from '../../../runtime/train/index.js';
import { chain, fc } from '../../support/graphs.js';
import { type Recording, recordingExecutor } from './recording-executor.js';
import { type CreateExecutor, testBackend } from './test-backends.js';
import { tinyData, tinyGraph, tinyJob } from './tiny.js';

/** Trains the tiny network on a recording executor. */
async function record(
  changes: Partial<Omit<Training, 'backend' | 'onEvent'>> = {},
  answer?: (step: number, images: number) => Metrics | Promise<Metrics>,
  onEvent: (event: TrainingEvent) => void = () => {},
) {
  const events: TrainingEvent[] = [];
  let recording: Recording | undefined;
  let program: Program | undefined;
  const result = await train({
    graph: tinyGraph,
    job: tinyJob,
    dataSet: tinyData,
    ...changes,
    backend: testBackend({
      createExecutor(made) {
        program = made;
        const created = recordingExecutor(made, answer);
        recording = created.recording;
        return created.executor;
      },
    }),
    onEvent: (event) => {
      events.push(event);
      onEvent(event);
    },
  });
  return { result, events, recording, program };
}

const failure = (events: readonly TrainingEvent[]) => {
  const last = events.at(-1);
  return last?.event === 'failed' ? last.message : undefined;
};

describe('a training', () => {
  it('shows every training image once an epoch and every test image after it', async () => {
    const { recording } = await record();
    expect(recording!.steps.map(({ labels }) => labels.length)).toEqual([4, 4, 2, 4, 4, 2]);
    const everyLabel = [...tinyData.train.labels].sort();
    for (const epoch of [recording!.steps.slice(0, 3), recording!.steps.slice(3)]) {
      expect(epoch.flatMap(({ labels }) => labels).sort()).toEqual(everyLabel);
    }
    expect(recording!.evaluations).toEqual([[0, 1, 2, 0], [1], [0, 1, 2, 0], [1]]);
  });

  it('counts steps on from epoch to epoch, with the job’s learning rate and seed', async () => {
    const { recording } = await record();
    expect(recording!.steps.map(({ settings }) => settings)).toEqual(
      [0, 1, 2, 3, 4, 5].map((step) => ({ learningRate: 0.5, step, seed: 7 })),
    );
  });

  it('begins with every parameter drawn by the seed and every state empty', async () => {
    const { recording, program } = await record();
    for (const parameter of program!.parameters) {
      const { initial, tensor, states } = parameter;
      const values = recording!.writes.get(tensor)!;
      // The tiny network's weights are [1, 3]: fan-in 1.
      if (initial.kind === 'he-uniform') {
        expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6));
        expect(new Set(values).size).toBe(3);
      } else {
        expect([...values]).toEqual([0, 0, 0]);
      }
      expect(states.map((state) => [...recording!.writes.get(state)!])).toEqual([[0, 0, 0]]);
    }
    const again = await record();
    expect([...again.recording!.writes]).toEqual([...recording!.writes]);
    const other = await record({ job: { ...tinyJob, seed: 8 } });
    expect([...other.recording!.writes]).not.toEqual([...recording!.writes]);
  });

  it('shuffles by the seed, differently in each epoch', async () => {
    const job = { ...tinyJob, batch: 10, epochs: 3 };
    const orders = async (seed: number) =>
      (await record({ job: { ...job, seed } })).recording!.steps.map(({ labels }) => labels.join(''));
    const first = await orders(1);
    expect(await orders(1)).toEqual(first);
    expect(await orders(2)).not.toEqual(first);
    expect(new Set(first).size).toBe(3);
  });

  it('keeps several steps under way, and no more than there are places for their metrics', async () => {
    const { recording } = await record({ job: { ...tinyJob, batch: 1 } });
    expect(recording!.mostUnderWay).toBe(4);
  });

  it('reports start, steps, epochs and done, with means over images', async () => {
    // Step by step the sum of the losses is 1, 2, 3, ...; every test image has loss 2 and is right.
    const { events, result } = await record({}, (step, images) =>
      step > 0 ? { lossSum: step, correct: 1 } : { lossSum: 2 * images, correct: images },
    );
    expect(events.map(({ event }) => event)).toEqual([
      'start',
      'step',
      'step',
      'step',
      'epoch',
      'step',
      'step',
      'step',
      'epoch',
      'done',
    ]);
    expect(events[0]).toEqual({
      event: 'start',
      network: 'Tiny',
      data: 'tiny',
      backend: 'reference',
      description: 'a recording',
      bytes: 1234,
      batch: 4,
      parts: 1,
      steps: 6,
      epochs: 2,
      seed: 7,
    });
    // The third step holds two images.
    expect(events[3]).toMatchObject({
      event: 'step',
      step: 3,
      steps: 6,
      epoch: 1,
      epochs: 2,
      loss: 1.5,
      accuracy: 0.5,
    });
    // (1 + 2 + 3)/10 and 3 of 10 in the first epoch.
    expect(events[4]).toMatchObject({ epoch: 1, loss: 0.6, accuracy: 0.3, testLoss: 2, testAccuracy: 1 });
    expect(result).toBe(events.at(-1));
    expect(result).toMatchObject({ event: 'done', epochs: 2, loss: 1.5, accuracy: 0.3, testLoss: 2, testAccuracy: 1 });
    for (const event of events) {
      if ('imagesPerSecond' in event) expect(event.imagesPerSecond).toBeGreaterThan(0);
    }
  });
});

describe('a training that keeps images aside', () => {
  it('never learns from them, watches itself with them, and sees the test images once, at the end', async () => {
    // Every image of this set has a label of its own, which stands for it.
    const train = { ...tinyData.train, labels: tinyData.train.labels.map((_, index) => index) };
    const dataSet = { ...tinyData, train };
    const { recording, events, result } = await record({ dataSet, job: { ...tinyJob, validation: 0.3 } });
    const learned = recording!.steps.map(({ labels }) => labels);
    expect(learned.map(({ length }) => length)).toEqual([4, 3, 4, 3]);
    const [first, second, ...tests] = recording!.evaluations;
    expect([first.length, second, tests]).toEqual([3, first, [[0, 1, 2, 0], [1]]]);
    for (const epoch of [learned.slice(0, 2), learned.slice(2)]) {
      expect([...epoch.flat(), ...first].sort()).toEqual([...train.labels].sort());
    }
    const epochs = events.filter(({ event }) => event === 'epoch');
    expect(epochs).toMatchObject([{ validationLoss: 1, validationAccuracy: 0.5 }, { validationLoss: 1 }]);
    for (const epoch of epochs) expect(epoch).not.toHaveProperty('testLoss');
    expect(result).toMatchObject({ event: 'done', testLoss: 1, testAccuracy: 0.5, validationAccuracy: 0.5 });
    const other = await record({ dataSet, job: { ...tinyJob, validation: 0.3, seed: 8 } });
    expect(other.recording!.evaluations[0]).not.toEqual(first);
  });

  it('keeps one at least, and leaves one to learn from', async () => {
    const heldOut = async (validation: number) =>
      (await record({ job: { ...tinyJob, batch: 10, epochs: 1, validation } })).recording!.evaluations[0].length;
    expect([await heldOut(0.01), await heldOut(0.99)]).toEqual([1, 9]);
  });
});

it('a schedule’s rates are used and reported', async () => {
  const schedule = { kind: 'step', every: 1, factor: 0.1 } as const;
  const { recording, events } = await record({ job: { ...tinyJob, schedule } });
  const rates = [0.5, 0.5, 0.5, 0.05, 0.05, 0.05];
  expect(recording!.steps.map(({ settings }) => settings.learningRate)).toEqual(rates);
  expect(events.flatMap((event) => (event.event === 'step' ? [event.learningRate] : []))).toEqual(rates);
});

describe('a training that is stopped', () => {
  it('starts no further step, reports what was done, and releases the executor', async () => {
    const stopping = new AbortController();
    const { events, result, recording } = await record(
      { job: { ...tinyJob, batch: 1, epochs: 50 }, signal: stopping.signal },
      undefined,
      (event) => event.event === 'step' && event.step === 13 && stopping.abort(),
    );
    // Steps already in flight are still reported: at most three more.
    expect(recording!.steps.length).toBeGreaterThanOrEqual(13);
    expect(recording!.steps.length).toBeLessThanOrEqual(16);
    const step = events.filter(({ event }) => event === 'step').length;
    expect(result).toMatchObject({ event: 'stopped', step, steps: 500, epoch: 2, loss: 1, testAccuracy: 0.5 });
    expect(step).toBe(recording!.steps.length);
    expect(recording!.disposals).toBe(1);
  });

  it('before it began runs no step', async () => {
    const { result, recording } = await record({ signal: AbortSignal.abort() });
    expect(recording!.steps).toEqual([]);
    expect(result).toMatchObject({ event: 'stopped', step: 0, epoch: 1 });
    expect(result).not.toHaveProperty('loss');
  });
});

describe('a training that cannot go on', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('because the loss is %s says so and what to do', async (lossSum) => {
    const { events, recording } = await record({}, (step) => ({ lossSum: step === 2 ? lossSum : 1, correct: 0 }));
    expect(failure(events)).toBe(
      'The loss in step 2 of 6 is no longer a finite number: the updates are too large. ' +
        'Lower the learning rate from 0.5, e.g. to lr=0.05.',
    );
    expect(events.map(({ event }) => event)).toEqual(['start', 'step', 'failed']);
    expect(recording!.disposals).toBe(1);
  });

  it('because the last step of an epoch spoiled the weights says so too', async () => {
    const { events } = await record({}, (step) => ({ lossSum: step < 0 ? Number.NaN : 1, correct: 0 }));
    expect(failure(events)).toContain('on the test images after epoch 1');
  });

  it('because the device is lost gives its reason', async () => {
    const { events, recording } = await record({}, (step) => {
      if (step >= 3) throw new Error('the device was lost: the driver was updated');
      return { lossSum: 1, correct: 0 };
    });
    expect(failure(events)).toBe('the device was lost: the driver was updated');
    expect(recording!.disposals).toBe(1);
  });

  it('because there is no memory gives its reason', async () => {
    const events: TrainingEvent[] = [];
    await train({
      graph: tinyGraph,
      job: tinyJob,
      dataSet: tinyData,
      backend: testBackend({ createExecutor: () => Promise.reject(new Error('the adapter has no 3 GiB left')) }),
      onEvent: (event) => events.push(event),
    });
    expect(events).toEqual([{ event: 'failed', message: 'the adapter has no 3 GiB left' }]);
  });

  it.each([
    [
      'images of another size',
      chain('Wide', [1, 2, 1], [fc(3)]),
      'Wide takes images of 1x2x1, but those of tiny are 1x1x1; write input(1x1x1).',
    ],
    [
      'another number of classes',
      chain('Four', [1, 1, 1], [fc(4)]),
      'Four answers with 4 (fc.1), but tiny has 3 classes; end it with fc(3).',
    ],
  ])('because the network is made for %s says both figures before it begins', async (_, graph, message) => {
    const { events, recording } = await record({ graph });
    expect(events).toEqual([{ event: 'failed', message }]);
    expect(recording).toBeUndefined();
  });
});

describe('kernels that were measured', () => {
  it('are planned for before anything is allocated, and again on a new device', async () => {
    const adapter = unknownGpu;
    const tunedTo = { ...adapter, choices: { '{"kind":"fc"}': 'registers' } };
    const planned: (AdapterProfile | undefined)[] = [];
    let lost = false;
    const createExecutor: CreateExecutor = (program, plan) => {
      planned.push((plan.target as WebGpuTarget).adapter);
      return recordingExecutor(program, () => {
        if (!lost) {
          lost = true;
          throw new FaultError({ kind: 'device-lost', destroyed: false, detail: 'gone' });
        }
        return { lossSum: 1, correct: 0 };
      }).executor;
    };
    const result = await train({
      graph: tinyGraph,
      job: tinyJob,
      dataSet: tinyData,
      backend: testBackend({
        adapter,
        tuned: tunedTo,
        createExecutor,
        recreate: async () => ({ adapter, createExecutor }),
      }),
      onEvent: () => {},
    });
    expect(result.event).toBe('done');
    expect(planned).toEqual([tunedTo, tunedTo]);
  });
});
