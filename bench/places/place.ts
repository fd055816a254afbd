// Where work can run. Each piece gets a process or a browser of its own, so that nothing is warm that should be cold.

import type { Target } from '../bundle.js';
import type { PlaceKey } from '../contestants/index.js';

export interface Place {
  readonly key: PlaceKey;
  readonly title: string;
  readonly target: Target;
  /** Rejects with what went wrong, also when there is no answer within `limit` seconds. */
  run<Answer>(bundle: string, request: unknown, limit: number): Promise<Answer>;
}

/** A place, or why this machine has none. */
export type PlaceAnswer =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'none'; readonly key: PlaceKey; readonly reason: string };
