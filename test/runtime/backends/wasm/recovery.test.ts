// Trainings on WebAssembly that go wrong: a thread that ends, a loss that is no number, a process that ended.
import { expect, it } from 'vitest';
import { type Snapshot, type Training, type TrainingEvent, train } from '../../../../runtime/train/index.js';
import { bn, chain, fc, relu } from '../../../support/graphs.js';
import { adam } from '../../../support/optimizers.js';
import { tinyData, tinyJob } from '../../train/tiny.js';
import { backendOf } from './support/training.js';

const graph = chain('Lost', [1, 1, 1], [fc(8), bn, relu, { kind: 'dropout', rate: 0.3 }, fc(3)]);
/** Ten images in batches of four: 30 steps in all; adam counts them. */
const job = { ...tinyJob, network: 'Lost', optimizer: adam(0.01), epochs: 10 };

async function run(changes: Partial<Training> = {}) {
  const events: TrainingEvent[] = [];
  const onEvent = (event: TrainingEvent) => {
    events.push(event);
    changes.onEvent?.(event);
  };
  const given = { graph, job, dataSet: tinyData, backend: backendOf({}), snapshotEvery: 2, ...changes };
  const result = await train({ ...given, onEvent });
  return { result, events };
}

const losses = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.event === 'step' ? [`${event.step}: ${event.loss}`] : []));

it('a thread that ends costs nothing but time: the training resumes from its snapshot, bit for bit', async () => {
  const undisturbed = await run();
  const ends: ((reason: string) => void)[] = [];
  let terminated = 0;
  // Threads that never take a chunk: the training goes on without them until one ends.
  const backend = backendOf({
    threads: 2,
    startThread(_, onEnd) {
      ends.push(onEnd);
      return { terminate: () => terminated++ };
    },
  });
  const onEvent = (event: TrainingEvent) => {
    if (event.event === 'step' && event.step === 5) ends[0]('it was killed');
  };
  const { result, events } = await run({ backend, onEvent });
  expect(events.filter(({ event }) => event === 'resumed')).toMatchObject([
    { reason: 'The computation on the CPU broke off (a thread ended: it was killed).' },
  ]);
  expect({ started: ends.length, terminated }).toEqual({ started: 2, terminated: 2 });
  expect(result.event).toBe('done');
  expect(losses(undisturbed.events)).toHaveLength(30);
  expect(losses(events)).toEqual(losses(undisturbed.events));
});

it('three such ends in a row end the training', async () => {
  const backend = backendOf({
    threads: 2,
    startThread(_, onEnd) {
      onEnd('it was killed');
      return { terminate: () => {} };
    },
  });
  expect((await run({ backend })).result).toMatchObject({
    event: 'failed',
    reason: 'given-up',
    message: expect.stringMatching(
      /^The computation on the CPU broke off \(.*\)\. It broke off 3 times after step 0, .* close other programs\.$/,
    ),
  });
});

it('a loss that is no finite number is named by step, layer and tensor', async () => {
  const { result } = await run({ job: { ...job, optimizer: { ...adam(1e38) } } });
  expect(result).toMatchObject({
    event: 'failed',
    reason: 'not-finite',
    layer: expect.stringMatching(/^(fc|bn)/),
    message: expect.stringMatching(/It began in step \d, with (NaN|infinity) in (fc|bn)\S*: the updates are too large/),
  });
});

it('a stored snapshot continues in another process as the training would have, on any number of threads', async () => {
  const whole = await run();
  const stopping = new AbortController();
  let snapshot: Snapshot | undefined;
  const first = await run({
    signal: stopping.signal,
    onSnapshot: (taken) => {
      snapshot = { ...taken, values: taken.values.map((values) => values.slice()) };
    },
    onEvent: (event) => {
      if (event.event === 'step' && event.step === 13) stopping.abort();
    },
  });
  expect(first.result.event).toBe('stopped');
  const step = first.events.findLast((event) => event.event === 'step');
  const epoch = first.events.findLast((event) => event.event === 'epoch');
  expect(snapshot?.step).toBeGreaterThan(8);
  const backend = backendOf({ threads: 3 });
  const second = await run({
    backend,
    resumption: { reason: 'The process ended.', snapshot, step, epoch, seconds: 1 },
  });
  expect([...losses(first.events), ...losses(second.events)]).toEqual(losses(whole.events));
});
