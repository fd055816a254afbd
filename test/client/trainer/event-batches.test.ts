// How a training's events are grouped: few messages, each event once and in order. Counted, with a clock of the test's.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEventBatches } from '../../../client/trainer/event-batches.js';
import type { TrainingEvent } from '../../../runtime/train/events.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const step = (step: number): TrainingEvent => ({
  event: 'step',
  step,
  steps: 1_000,
  epoch: 1,
  epochs: 1,
  learningRate: 0.1,
  loss: 1,
  accuracy: 0,
  imagesPerSecond: 1,
});
const failed: TrainingEvent = { event: 'failed', message: 'it failed' };

function collect() {
  const batches: (readonly TrainingEvent[])[] = [];
  return { batches, add: createEventBatches((events) => batches.push(events)) };
}

it('posts the first step at once', () => {
  const { batches, add } = collect();
  add(step(1));
  expect(batches).toEqual([[step(1)]]);
});

it('posts 1,000 steps of a second in some ten messages', () => {
  const { batches, add } = collect();
  for (let index = 1; index <= 1_000; index++) {
    add(step(index));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1_000);
  expect(batches.length).toBeLessThanOrEqual(11);
  expect(batches.flat()).toEqual(Array.from({ length: 1_000 }, (_, index) => step(index + 1)));
});

it('posts all but steps at once, after the steps before', () => {
  const { batches, add } = collect();
  for (const event of [step(1), step(2), step(3), failed]) add(event);
  expect(batches).toEqual([[step(1)], [step(2), step(3), failed]]);
  vi.advanceTimersByTime(1_000);
  expect(batches).toHaveLength(2);
});

it('posts steps where no timer comes to run between them', () => {
  const { batches, add } = collect();
  add(step(1));
  add(step(2));
  vi.setSystemTime(Date.now() + 1);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 100);
  add(step(3));
  expect(batches).toEqual([[step(1)], [step(2), step(3)]]);
  vi.restoreAllMocks();
});
