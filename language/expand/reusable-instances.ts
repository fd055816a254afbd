// What expansion asks of an earlier analysis: instances to use again in place of equal new ones. Implemented by
// language/incremental, so that expansion works without it.
import type { DraftInstance, Repeats } from '../measure/draft-instance.js';

/** How a copy of a template differs from its source. */
export interface CopyPlacement {
  /** The path of the copy, in front of each layer's name. */
  readonly path: string;
  repeats: Repeats;
  readonly moveId: (id: number) => number;
}

export interface ReusableInstances {
  /** Instances reused so far: always a network's first ones. They are shared with the earlier analysis: read-only. */
  readonly count: number;
  /** The earlier instance of this id where it equals `draft`, else `draft`. */
  reuseOrKeep(draft: DraftInstance): DraftInstance;
  /** The earlier instance of this id where it is the same copy of `source`. */
  reuseCopy(id: number, source: DraftInstance, name: string, placement: CopyPlacement): DraftInstance | undefined;
  /** The earlier instance's repeats where they are equal, else `repeats`: equal repeats are one object. */
  shareRepeats(id: number, repeats: Repeats): Repeats;
}
