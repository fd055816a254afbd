// Keeps a device busy: while the results of earlier steps travel back, the next ones are already submitted.

import { delayAbort, Stopped, untilStopped } from './stopping.js';

/** Milliseconds after a stop in which results still count: those of short steps, which the device has done already. */
const patience = 150;

/**
 * Calls `start(0)` ... `start(count - 1)` in order, with at most `limit` unanswered, and gives the results in order.
 * Starts no more once `signal` is aborted or a result rejects. What is under way is awaited before it ends, but only
 * briefly after an abort.
 */
export async function* inFlight<T>(
  count: number,
  limit: number,
  start: (index: number) => Promise<T>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const underWay: Promise<T>[] = [];
  const giveUp = delayAbort(signal, patience);
  let next = 0;
  try {
    for (;;) {
      while (underWay.length < limit && next < count && !signal?.aborted) {
        const work = start(next++);
        // A failure is met when its turn comes; until then it is no unhandled rejection.
        work.catch(() => {});
        underWay.push(work);
      }
      if (underWay.length === 0) return;
      yield await untilStopped(underWay[0], giveUp.signal);
      underWay.shift();
    }
  } catch (error) {
    if (!(error instanceof Stopped) && !signal?.aborted) throw error;
  } finally {
    giveUp.release();
    if (!signal?.aborted) await Promise.allSettled(underWay);
  }
}
