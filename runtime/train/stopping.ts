// Waiting that ends early when a training is stopped. What was waited for may continue in the background, so that a
// stop is heard even where a device or a driver cannot be interrupted.

/** Why a wait ended: the training was stopped. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * The result of `work`. Rejects with `Stopped` once `signal` is aborted, also where the work fails after that.
 * @param discard receives a result that comes too late
 */
export async function untilStopped<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  discard: (late: T) => void = () => {},
): Promise<T> {
  if (!signal) return work;
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Stopped());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, stopped]);
  } catch (error) {
    if (!signal.aborted) throw error;
    work.then(discard, () => {});
    throw new Stopped();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A signal that is aborted this many milliseconds after the given one, until it is released. */
export function delayAbort(signal: AbortSignal | undefined, milliseconds: number) {
  const delayed = new AbortController();
  const begin = () => void setTimeout(() => delayed.abort(), milliseconds);
  signal?.addEventListener('abort', begin, { once: true });
  return { signal: delayed.signal, release: () => signal?.removeEventListener('abort', begin) };
}
