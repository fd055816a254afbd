// A training whose device is lost continues on another one with the same results.
import { describe, expect, it } from 'vitest';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { FaultError } from '../../../runtime/faults/index.js';
import type { Program } from '../../../runtime/ir/index.js';
import type { Plan } from '../../../runtime/memory/index.js';
import {
  type Resumption,
  type Snapshot,
  type Training,
  type TrainingEvent,
  train,
} from '../../../runtime/train/index.js';
import { bn, chain, fc, relu } from '../../support/graphs.js';
import { losing } from './losing.js';
import { type TestBackend, testBackend } from './test-backends.js';
import { tinyData, tinyJob } from './tiny.js';

const dropout = { kind: 'dropout', rate: 0.3 } as const;
const graph = chain('Lost', [1, 1, 1], [fc(8), bn, relu, dropout, fc(3)]);
/** Ten images in batches of four: three steps an epoch, 30 in all; adam counts its steps. */
const optimizer = { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 } as const;
const job = { ...tinyJob, network: 'Lost', optimizer, epochs: 10 };

/** Trains; the n-th device is lost in its call number `lostIn[n]` of that kind, later ones never are. */
async function run(
  lostIn: readonly number[],
  { recreate, ...more }: Partial<Training> & { recreate?: TestBackend['recreate'] | 'none' } = {},
  call: 'step' | 'evaluate' = 'step',
) {
  const events: TrainingEvent[] = [];
  let devices = 0;
  const backend = (): TestBackend => {
    const limit = lostIn[devices++] ?? Number.POSITIVE_INFINITY;
    let calls = 0;
    return {
      createExecutor: (program: Program, plan: Plan) =>
        losing(createReferenceExecutor(program, plan), (made) => made === call && ++calls >= limit),
    };
  };
  const result = await train({
    graph,
    job,
    dataSet: tinyData,
    backend: testBackend({
      ...backend(),
      recreate: recreate === 'none' ? undefined : (recreate ?? (async () => backend())),
    }),
    snapshotEvery: 2,
    onEvent: (event) => events.push(event),
    ...more,
  });
  return { result, events, devices };
}

/** What was learned, without the times and without the devices. */
const learned = (events: readonly TrainingEvent[]) =>
  events
    .filter(({ event }) => event !== 'resumed')
    .map((event) => ({ ...event, imagesPerSecond: undefined, seconds: undefined }));

describe('a training whose device is lost', () => {
  it('20 times in steps reports the same, each step once', async () => {
    // Of the calls a device lives for, three may be under way when it is lost.
    const lives = Array.from({ length: 20 }, (_, index) => 6 + (index % 4));
    const { events, devices } = await run(lives, { job: { ...job, epochs: 40 } });
    const { events: whole } = await run([], { job: { ...job, epochs: 40 } });
    expect(devices).toBe(21);
    expect(learned(events)).toEqual(learned(whole));
    const steps = events.flatMap((event) => (event.event === 'step' ? [event.step] : []));
    expect(steps).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
  });

  it('before the first snapshot begins again', async () => {
    const { events: wanted } = await run([]);
    const { events } = await run([2]);
    expect(events.find(({ event }) => event === 'resumed')).toMatchObject({
      step: 0,
      steps: 30,
      reason: 'The GPU was lost (the driver was updated).',
    });
    expect(learned(events)).toEqual(learned(wanted));
  });

  it('while the test images are looked at looks at them again', async () => {
    const { events: wanted } = await run([]);
    const { events, devices } = await run([2, 5], {}, 'evaluate');
    expect(devices).toBe(3);
    expect(learned(events)).toEqual(learned(wanted));
  });

  it('keeps the sums of an epoch that was half done, and older epochs are not evaluated twice', async () => {
    const { events: wanted } = await run([], { snapshotEvery: 7 });
    const { events, devices } = await run([14, 13], { snapshotEvery: 7 });
    expect(devices).toBe(3);
    expect(learned(events)).toEqual(learned(wanted));
  });
});

describe('a training gives up', () => {
  it('when three devices are lost and no snapshot in between', async () => {
    const { result, devices } = await run([3, 3, 3, 3], { snapshotEvery: 5 });
    expect(devices).toBe(3);
    expect(result).toEqual({
      event: 'failed',
      reason: 'given-up',
      message:
        'The GPU was lost (the driver was updated). The GPU was lost 3 times after step 0, the last ' +
        'one saved. Train with a smaller batch, and close other programs that use the GPU.',
    });
  });

  it('and does not ask for a smaller batch than one image', async () => {
    const { result } = await run([3, 3, 3], { job: { ...job, batch: 1 }, snapshotEvery: 5 });
    expect(result).toHaveProperty(
      'message',
      expect.stringMatching(/after step 0, the last one saved\. Close other programs that use the GPU\.$/),
    );
  });

  it('when there is no other device, and says why', async () => {
    const recreate = async () => {
      throw new FaultError({ kind: 'no-device', reason: 'There is no adapter. Update the driver.' });
    };
    const { result } = await run([20], { recreate });
    expect(result).toMatchObject({ event: 'failed', reason: 'given-up' });
    expect(result).toHaveProperty(
      'message',
      expect.stringMatching(
        /^The GPU was lost .* There is no adapter\. Update the driver\. The GPU was lost once after step 1\d,/,
      ),
    );
  });

  it('when no other device is available', async () => {
    const { result } = await run([3], { recreate: 'none' });
    expect(result).toMatchObject({ event: 'failed', reason: 'device-lost' });
  });
});

const reason = 'The process ended.';

/** What a process leaves behind that ends in this call of a step; the snapshot is a copy, as a file is. */
async function runUntil(call: number, more: Partial<Training> = {}) {
  const events: TrainingEvent[] = [];
  let snapshot: Snapshot | undefined;
  let calls = 0;
  await train({
    graph,
    job,
    dataSet: tinyData,
    backend: testBackend({
      createExecutor: (program, plan) =>
        losing(createReferenceExecutor(program, plan), (made) => made === 'step' && ++calls >= call),
    }),
    snapshotEvery: 2,
    onSnapshot: (taken) => {
      snapshot = { ...taken, values: taken.values.map((values) => values.slice()) };
    },
    onEvent: (event) => events.push(event),
    ...more,
  });
  const reported = events.filter(({ event }) => event !== 'failed');
  const last = <Name extends TrainingEvent['event']>(name: Name) =>
    events.filter((event): event is Extract<TrainingEvent, { event: Name }> => event.event === name).at(-1);
  const resumption: Resumption = { reason, snapshot, step: last('step'), epoch: last('epoch'), seconds: 100 };
  return { reported, resumption };
}

describe('a training that ended with its process', () => {
  it.each([2, 6, 9, 10, 11, 20, 30])('in step %i goes on with the same numbers, each step once', async (call) => {
    const { reported: wanted } = await runUntil(Number.POSITIVE_INFINITY);
    const { reported, resumption } = await runUntil(call);
    const { reported: more } = await runUntil(Number.POSITIVE_INFINITY, { resumption });
    expect(learned([...reported, ...more])).toEqual(learned(wanted));
    expect(more[0]).toMatchObject({ event: 'resumed', step: resumption.snapshot?.step ?? 0, steps: 30, reason });
    expect(more.at(-1)).toMatchObject({ event: 'done' });
  });

  it('goes on where its snapshot is, however long it ran before', async () => {
    const { resumption } = await runUntil(20);
    expect(resumption.snapshot!.step).toBeGreaterThan(10);
    let steps = 0;
    const { reported } = await runUntil(Number.POSITIVE_INFINITY, {
      resumption,
      backend: testBackend({
        createExecutor: (program, plan) =>
          losing(createReferenceExecutor(program, plan), (call) => call === 'step' && ++steps < 0),
      }),
    });
    expect(steps).toBe(30 - resumption.snapshot!.step);
    const last = reported.at(-1)!;
    expect('seconds' in last && last.seconds).toBeGreaterThan(100);
  });

  it('may lose its device as well after that', async () => {
    const { reported: wanted } = await runUntil(Number.POSITIVE_INFINITY);
    const { reported, resumption } = await runUntil(12);
    let calls = 0;
    const whole = { createExecutor: createReferenceExecutor };
    const { reported: more } = await runUntil(Number.POSITIVE_INFINITY, {
      resumption,
      backend: testBackend({
        createExecutor: (program, plan) =>
          losing(createReferenceExecutor(program, plan), (made) => made === 'step' && ++calls >= 5),
        recreate: async () => whole,
      }),
    });
    expect(learned([...reported, ...more])).toEqual(learned(wanted));
    expect(more.filter(({ event }) => event === 'resumed')).toHaveLength(2);
  });

  it('that never stored a snapshot begins again', async () => {
    const { reported: wanted } = await runUntil(Number.POSITIVE_INFINITY);
    const { reported, resumption } = await runUntil(2);
    const { reported: more } = await runUntil(Number.POSITIVE_INFINITY, {
      resumption: { ...resumption, snapshot: undefined },
    });
    expect(more[0]).toMatchObject({ event: 'resumed', step: 0 });
    expect(learned([...reported, ...more])).toEqual(learned(wanted));
  });
});

it('a snapshot is given to every training that asks', async () => {
  const steps: number[] = [];
  await runUntil(Number.POSITIVE_INFINITY, { onSnapshot: ({ step }) => steps.push(step) });
  expect(steps.length).toBeGreaterThan(5);
  expect(steps).toEqual([...steps].sort((one, other) => one - other));
});
