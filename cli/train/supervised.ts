// The side of the process that trains: takes the stop of the process that waits for Ctrl-C, and reports to it.
import type { TrainingEvent } from '../../runtime/train/index.js';
import { type FromTraining, stopMessage } from './supervise.js';

const reportMilliseconds = 100;

export interface Supervision {
  /** Aborted when the training is to stop. */
  readonly signal: AbortSignal;
  report(event: TrainingEvent): void;
  /** Tells the other process that the training has ended with this exit code. */
  end(code: number): void;
  /** Stops listening, so that this process can exit. */
  leave(): void;
}

export function joinSupervision(): Supervision {
  const stopping = new AbortController();
  // A terminal sends Ctrl-C to both processes; the other one decides.
  if (process.send) process.on('SIGINT', () => {});
  else process.once('SIGINT', () => stopping.abort());
  process.on('message', (message) => {
    if (message === stopMessage) stopping.abort();
  });
  // The other process is gone.
  const exit = () => process.exit(130);
  process.on('disconnect', exit);
  const send = (message: FromTraining) => void process.send?.(message, undefined, undefined, () => {});
  let reported = Number.NEGATIVE_INFINITY;
  return {
    signal: stopping.signal,
    report(event) {
      if (event.event !== 'start' && event.event !== 'step' && event.event !== 'epoch') return;
      if (event.event === 'step' && performance.now() - reported < reportMilliseconds) return;
      reported = performance.now();
      send({ event });
    },
    end: (code) => send({ ended: code }),
    leave() {
      process.off('disconnect', exit);
      process.removeAllListeners('message');
    },
  };
}
