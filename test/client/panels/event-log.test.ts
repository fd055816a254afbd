// The events that a page gets which is loaded again: bounded, with the first and the last of every kind.
import { expect, it } from 'vitest';
import { createEventLog } from '../../../client/panels/training/event-log.js';
import type { TrainingEvent } from '../../../runtime/train/events.js';

const step = (step: number) => ({ event: 'step', step }) as TrainingEvent;
const epoch = (epoch: number) => ({ event: 'epoch', epoch }) as TrainingEvent;
const stopped = { event: 'stopped' } as TrainingEvent;
const resumed = { event: 'resumed' } as TrainingEvent;

it('has everything of a short training', () => {
  const log = createEventLog(4);
  for (const event of [step(1), step(2), epoch(1), stopped]) log.add(event);
  expect(log.events).toEqual([step(1), step(2), epoch(1), stopped]);
});

it('has no more of a kind than its capacity, in order, the first and the last among them', () => {
  const log = createEventLog(8);
  for (let index = 1; index <= 1_000; index++) {
    log.add(step(index));
    if (index % 100 === 0) log.add(epoch(index / 100));
    const steps = log.events.flatMap((event) => (event.event === 'step' ? [event.step] : []));
    expect(steps.length).toBeLessThanOrEqual(8);
    expect(steps[0]).toBe(1);
    expect(steps.at(-1)).toBe(index);
    expect(steps).toEqual([...steps].sort((one, other) => one - other));
  }
  const epochs = log.events.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));
  expect(epochs.length).toBeLessThanOrEqual(8);
  expect([epochs[0], epochs.at(-1)]).toEqual([1, 10]);
});

it('forgets an end that was resumed from', () => {
  const log = createEventLog();
  for (const event of [step(1), stopped, resumed, step(2)]) log.add(event);
  expect(log.events).toEqual([step(1), resumed, step(2)]);
});
