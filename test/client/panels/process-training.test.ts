// A training in a process: its one end, whatever happens to the process, and what another process resumes. The process
// is a stand-in.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Interrupted,
  type StartProcess,
  startProcessTraining,
} from '../../../client/panels/training/process-training.js';
import type { FromProcess, ToProcess } from '../../../client/webview/messages/process-messages.js';
import { messageVersion } from '../../../client/webview/messages/version.js';
import type { TrainingEvent } from '../../../runtime/train/events.js';
import { tinyJob } from '../../runtime/train/tiny.js';
import { lenet5 } from '../../support/golden.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const step = (step: number) =>
  ({
    event: 'step',
    step,
    steps: 90,
    epoch: 1,
    epochs: 3,
    learningRate: 0.1,
    loss: 1,
    accuracy: 0.5,
    imagesPerSecond: 7,
  }) as const satisfies TrainingEvent;
const stopped: TrainingEvent = { event: 'stopped', step: 5, steps: 90, epoch: 1, epochs: 3, seconds: 2 };
const request = { graph: lenet5, job: tinyJob, threads: 2, reproducible: false, snapshots: 'a.snapshot' };

function start(interrupted?: Interrupted) {
  const got: ToProcess[] = [];
  const events: TrainingEvent[] = [];
  const others: unknown[] = [];
  let kills = 0;
  let listener!: Parameters<StartProcess>[0];
  const training = startProcessTraining({
    start(given) {
      listener = given;
      return { send: (message) => got.push(message), kill: () => kills++ };
    },
    request,
    onEvents: (more) => events.push(...more),
    onImages: (...figures) => others.push(figures),
    onRequest: (message) => others.push(message),
    interrupted,
  });
  const say = (message: FromProcess | object) => listener.onMessage(message);
  const end = (how: string, output = '') => listener.onEnd({ how, output });
  return { training, got, events, others, kills: () => kills, say, end };
}

describe('a training in a process', () => {
  it('starts with the request, and passes on what the process says', () => {
    const { got, events, others, say, training } = start();
    expect(got).toEqual([{ type: 'start', version: messageVersion, ...request, resumption: undefined }]);
    say({ type: 'events', events: [step(1), step(2)] });
    say({ type: 'images', done: 3, of: 4 });
    say({ type: 'read', id: 1, path: 'data', most: 9 });
    expect(events).toEqual([step(1), step(2)]);
    expect(others).toEqual([[3, 4], { type: 'read', id: 1, path: 'data', most: 9 }]);
    training.answer({ type: 'no-file', id: 1, answer: { kind: 'missing' } });
    expect(got.at(-1)).toEqual({ type: 'no-file', id: 1, answer: { kind: 'missing' } });
  });

  it('ignores what is no message', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { events, say } = start();
    say({ type: 'events', events: [{ event: 'done' }] });
    expect(events).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('has one end, and its process some time to end by itself', () => {
    const { events, kills, say, end, training } = start();
    const failed: TrainingEvent = { event: 'failed', message: 'the loss is not finite' };
    say({ type: 'events', events: [step(1), failed] });
    say({ type: 'events', events: [step(2)] });
    vi.advanceTimersByTime(9_999);
    expect(kills()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(kills()).toBe(1);
    end('SIGKILL');
    expect(events).toEqual([step(1), failed]);
    expect(training.interrupted).toBeUndefined();
  });
});

describe('a stop', () => {
  it('is answered by the process, which may store a snapshot after that', () => {
    const { got, events, kills, say, end, training } = start();
    say({ type: 'events', events: [step(5)] });
    training.stop();
    expect(got.at(-1)).toEqual({ type: 'stop' });
    say({ type: 'events', events: [stopped] });
    say({ type: 'stored', step: 4 });
    end('exit code 0');
    vi.advanceTimersByTime(60_000);
    expect(events).toEqual([step(5), stopped]);
    expect(kills()).toBe(0);
    expect(training.interrupted).toMatchObject({ step: step(5), storedStep: 4 });
  });

  it('kills a process that does not answer, with the figures so far', () => {
    const { events, kills, say, end, training } = start();
    say({ type: 'events', events: [step(5)] });
    training.stop();
    vi.advanceTimersByTime(399);
    expect(kills()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(kills()).toBe(1);
    end('SIGKILL');
    say({ type: 'events', events: [step(6)] });
    expect(events).toEqual([step(5), expect.objectContaining({ event: 'stopped', step: 5, loss: 1 })]);
    expect(training.interrupted).toMatchObject({ step: step(5), storedStep: 0 });
  });
});

describe('a process that ends by itself', () => {
  it('is a fault with its reason, and says where the training is resumed', () => {
    const { events, say, end, training } = start();
    say({ type: 'events', events: [step(5)] });
    say({ type: 'stored', step: 3 });
    end('SIGKILL');
    expect(events.at(-1)).toEqual({
      event: 'failed',
      reason: 'process-ended',
      message:
        'The process that trains on the CPU ended by itself (SIGKILL). The system does that where memory is short: ' +
        'close other programs. Resume goes on after step 3, the last one saved.',
    });
    expect(training.interrupted).toMatchObject({ step: step(5), storedStep: 3 });
  });

  it.each(['trace\nFATAL ERROR: out of memory\n', 'FATAL ERROR: out of memory\n  at main\n\nNode.js v20'])(
    'is reported with the error that it wrote',
    (output) => {
      const { events, end } = start();
      end('exit code 134', output);
      expect(events).toEqual([
        {
          event: 'failed',
          reason: 'process-ended',
          message:
            'The process that trains on the CPU ended by itself (exit code 134). It wrote: "FATAL ERROR: out of ' +
            'memory". Resume starts again at the first step.',
        },
      ]);
    },
  );

  it('is resumed by another one, which knows what was reported', () => {
    const first = start();
    first.say({ type: 'events', events: [step(5)] });
    first.say({ type: 'stored', step: 3 });
    vi.advanceTimersByTime(2_000);
    first.end('SIGKILL');
    const { got, events, say, end, training } = start(first.training.interrupted);
    expect(got[0]).toMatchObject({
      resumption: { reason: 'The process of the training ended (SIGKILL).', step: step(5), seconds: 2 },
    });
    // Ends again before anything is reported: the next one starts from the same place.
    end('SIGKILL');
    expect(events.at(-1)).toMatchObject({ message: expect.stringContaining('after step 3') });
    expect(training.interrupted).toMatchObject({ step: step(5), storedStep: 3, seconds: 2 });
    say({ type: 'events', events: [step(6)] });
    expect(events).toHaveLength(1);
  });
});

it('a training that is disposed of is killed and reports nothing', () => {
  const { events, kills, say, end, training } = start();
  training.dispose();
  expect(kills()).toBe(1);
  say({ type: 'events', events: [step(5)] });
  end('SIGKILL');
  training.stop();
  vi.advanceTimersByTime(60_000);
  expect(events).toEqual([]);
});
