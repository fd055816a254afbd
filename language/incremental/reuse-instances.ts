// Instances of the analysis before, taken over in place of equal ones: as far as a network is the same from its
// beginning on, what it sees and costs is the same too. What is taken over is no new object, which the next edits
// would wait for.
import type { Instance } from '../analysis.js';
import type { Placed, Repeats } from '../expand/instance.js';

export class Kept {
  /**
   * Instances taken over so far: all from the first on. They belong to the analysis before, too, and are not changed.
   */
  taken = 0;

  constructor(private readonly before: readonly Instance[]) {}

  /** What stood in this place, if all before it was taken over. */
  at(id: number): Instance | undefined {
    return id === this.taken ? this.before[id] : undefined;
  }

  /** The instance to go on with: an equal one from before, or this one. */
  instead(made: Placed): Placed {
    const before = this.at(made.layer.id);
    if (!before || !isPlacedAlike(made, before)) return made;
    this.taken++;
    return before;
  }
}

/** Whether two lists of repeats are the same. */
export function sameRepeats(a: Repeats, b: Repeats): boolean {
  if (a === b) return true;
  for (let depth = 0; depth < a.length; depth++) {
    if (a[depth].index !== b[depth]?.index || a[depth].count !== b[depth].count) return false;
  }
  return a.length === b.length;
}

/** Equal in everything that is known before measuring. */
function isPlacedAlike(a: Placed, b: Instance): boolean {
  return (
    a.file === b.file &&
    isEqual(a.layer, b.layer) &&
    isEqual(a.origin, b.origin) &&
    sameRepeats(a.repeats, b.repeats) &&
    isEqual(a.defaults, b.defaults)
  );
}

/** Of plain data; makes no object, which would be one more for each layer. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  let more = 0;
  for (const key in a) {
    more++;
    if (!Object.hasOwn(b, key)) return false;
    if (!isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
  }
  for (const _ in b) more--;
  return more === 0;
}
