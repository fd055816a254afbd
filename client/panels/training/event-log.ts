// The events of a training, for a page that is loaded again: of every kind, but no more than the capacity.
import { isLast, type TrainingEvent } from '../../../runtime/train/events.js';

export interface EventLog {
  /** A last event is forgotten once the training is resumed. */
  add(event: TrainingEvent): void;
  /** In order. The first and the last of each kind are among them. */
  readonly events: readonly TrainingEvent[];
}

/** @param capacity the most events of a kind */
export function createEventLog(capacity = 4_000): EventLog {
  let log: TrainingEvent[] = [];
  const counts = new Map<TrainingEvent['event'], number>();

  /** Leaves out every other event of a kind, but the first and the last. */
  const thin = (kind: TrainingEvent['event']) => {
    const total = counts.get(kind)!;
    let place = 0;
    log = log.filter(({ event }) => event !== kind || place++ % 2 === 0 || place === total);
    counts.set(kind, log.filter(({ event }) => event === kind).length);
  };
  return {
    add(event) {
      const last = log.at(-1);
      if (last && isLast(last)) log.pop();
      log.push(event);
      const total = (counts.get(event.event) ?? 0) + 1;
      counts.set(event.event, total);
      if (total > capacity) thin(event.event);
    },
    get events() {
      return log;
    },
  };
}
