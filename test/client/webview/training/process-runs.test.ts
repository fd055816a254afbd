// Trainings in the extension's process, as the page sees them.
import { expect, it } from 'vitest';
import type { PageMessage } from '../../../../client/webview/messages/messages.js';
import { createProcessRuns } from '../../../../client/webview/training/process-runs.js';
import type { TrainingEvent } from '../../../../runtime/train/events.js';

const start = { event: 'start' } as TrainingEvent;
const step = { event: 'step', step: 1 } as TrainingEvent;
const stopped = { event: 'stopped' } as TrainingEvent;

function open() {
  const posted: PageMessage[] = [];
  const events: TrainingEvent[] = [];
  const images: number[][] = [];
  const runs = createProcessRuns((message) => posted.push(message));
  const listener = {
    onEvent: (event: TrainingEvent) => void events.push(event),
    onImages: (...figures: number[]) => void images.push(figures),
  };
  return { posted, events, images, runs, listener };
}

it('are started, followed and stopped through the extension', () => {
  const { posted, events, images, runs, listener } = open();
  const training = runs.start(listener, false);
  runs.receive({ type: 'process-images', run: 1, done: 1, of: 2 });
  runs.receive({ type: 'process-events', run: 1, events: [start, step] });
  training.stop();
  runs.receive({ type: 'process-events', run: 1, events: [stopped] });
  runs.receive({ type: 'process-events', run: 1, events: [step] });
  expect(events).toEqual([start, step, stopped]);
  expect(images).toEqual([[1, 2]]);
  expect(posted).toEqual([
    { type: 'process-start', run: 1, resume: false },
    { type: 'process-stop', run: 1 },
  ]);
});

it('hear nothing of another run, nor after they are disposed of', () => {
  const { posted, events, runs, listener } = open();
  const first = runs.start(listener, false);
  first.dispose();
  runs.receive({ type: 'process-events', run: 1, events: [step] });
  runs.start(listener, true);
  runs.receive({ type: 'process-events', run: 1, events: [stopped] });
  expect(events).toEqual([]);
  runs.receive({ type: 'process-events', run: 2, events: [step] });
  expect(events).toEqual([step]);
  expect(posted).toEqual([
    { type: 'process-start', run: 1, resume: false },
    { type: 'process-end', run: 1 },
    { type: 'process-start', run: 2, resume: true },
  ]);
});

it('of an earlier page are shown whole, and their numbers are not used again', () => {
  const { posted, events, runs, listener } = open();
  runs.attach({ run: 4, events: [start, step] }, listener);
  runs.receive({ type: 'process-events', run: 4, events: [stopped] });
  expect(events).toEqual([start, step, stopped]);
  runs.start(listener, true);
  expect(posted).toEqual([{ type: 'process-start', run: 5, resume: true }]);
});
