// Groups a training's events into messages: fast trainings end hundreds of steps a second, and a message to a page
// costs more than a step.
import type { TrainingEvent } from '../../runtime/train/index.js';

/** Milliseconds from one message of steps to the next. */
const interval = 100;

/**
 * A function that takes a training's events in order. All but steps are posted at once, with the steps before them; of
 * the steps, the first is.
 */
export function createEventBatches(post: (events: readonly TrainingEvent[]) => void): (event: TrainingEvent) => void {
  let batch: TrainingEvent[] = [];
  let postedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const events = batch;
    batch = [];
    post(events);
  };
  return (event) => {
    batch.push(event);
    if (event.event !== 'step') return flush();
    const now = performance.now();
    if (now - postedAt >= interval) {
      postedAt = now;
      return flush();
    }
    // A busy thread may not come to it before the next step, which then posts both.
    timer ??= setTimeout(
      () => {
        postedAt = performance.now();
        flush();
      },
      postedAt + interval - now,
    );
  };
}
