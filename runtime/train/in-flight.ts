// Keeps a device busy: while the results of earlier steps travel back, the next ones are already submitted.

/**
 * Calls `start(0)` ... `start(count - 1)` in order, with at most `limit` unanswered, and gives the results in order.
 * Starts no more once `signal` is aborted or a result rejects; what is under way is awaited before it ends.
 */
export async function* inFlight<T>(
  count: number,
  limit: number,
  start: (index: number) => Promise<T>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const underWay: Promise<T>[] = [];
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
      yield await underWay[0];
      underWay.shift();
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
