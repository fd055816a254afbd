// Where work can run. Each piece gets a process or a browser of its own, so that nothing is warm that should be cold.

import type { Target } from '../bundle.js';
import type { PlaceKey } from '../contestants/index.js';

export interface Place {
  readonly key: PlaceKey;
  readonly title: string;
  readonly target: Target;
  /** Starts a process or a browser that holds the bundle. Rejects with what went wrong. */
  open(bundle: string): Promise<Worker>;
}

/** A bundle's work in its process or page: it keeps its state from one request to the next, and takes one at a time. */
export interface Worker {
  /** Rejects with what went wrong, also when there is no answer within `limit` seconds: then only `close` is left. */
  ask<Answer>(request: unknown, limit: number): Promise<Answer>;
  close(): Promise<void>;
}

/** One request to a worker of its own. */
export async function askOnce<Answer>(place: Place, bundle: string, request: unknown, limit: number): Promise<Answer> {
  const worker = await place.open(bundle);
  try {
    return await worker.ask<Answer>(request, limit);
  } finally {
    await worker.close();
  }
}

/** The promise's answer, or an Error where there is none within so many seconds. */
export async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${Math.round(seconds)} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
