// An environment in which bundles run. Each run gets its own process or browser, so that every cold start is cold.
import type { EnvironmentKey } from '../contestants/index.js';

/** What a bundle runs in: a browser page, or a Node process. */
export type BundleTarget = 'page' | 'node';

export interface Environment {
  readonly key: EnvironmentKey;
  readonly title: string;
  readonly target: BundleTarget;
  /** Starts a process or a browser that loads the bundle. */
  open(bundle: string): Promise<Worker>;
}

/** A bundle running in its process or page; it has state, and answers one request at a time. */
export interface Worker {
  /** Rejects after `limit` seconds without an answer; then only `close` may be called. */
  ask<Answer>(request: unknown, limit: number): Promise<Answer>;
  close(): Promise<void>;
}

/** Sends one request to a new worker. */
export async function askOnce<Answer>(
  environment: Environment,
  bundle: string,
  request: unknown,
  limit: number,
): Promise<Answer> {
  const worker = await environment.open(bundle);
  try {
    return await worker.ask<Answer>(request, limit);
  } finally {
    await worker.close();
  }
}

/** Rejects when `work` takes longer than this many seconds. */
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
