// Reuses the instances of an earlier analysis up to the first one that differs: layers before an edit keep their
// objects, their costs and their receptive fields. Creates no object for a reused layer, because a large network has
// thousands and an edit waits for each.
import type { Instance } from '../analysis.js';
import type { CopyPlacement, ReusableInstances } from '../expand/reusable-instances.js';
import { type DraftInstance, type Repeats, sameRepeats } from '../measure/draft-instance.js';

export class InstanceReuse implements ReusableInstances {
  count = 0;

  constructor(private readonly before: readonly Instance[]) {}

  reuseOrKeep(draft: DraftInstance): DraftInstance {
    const earlier = this.candidate(draft.layer.id);
    if (!earlier || !isEqualInstance(draft, earlier)) return draft;
    this.count++;
    return earlier;
  }

  reuseCopy(id: number, source: DraftInstance, name: string, placement: CopyPlacement): DraftInstance | undefined {
    const earlier = this.candidate(id);
    if (!earlier || earlier.repeats !== placement.repeats || !isSameCopy(earlier, source, name, placement)) {
      return undefined;
    }
    this.count++;
    return earlier;
  }

  shareRepeats(id: number, repeats: Repeats): Repeats {
    const earlier = this.candidate(id);
    return earlier && sameRepeats(repeats, earlier.repeats) ? earlier.repeats : repeats;
  }

  /** The earlier instance of this id, if all before it were reused. */
  private candidate(id: number): Instance | undefined {
    return id === this.count ? this.before[id] : undefined;
  }
}

/** Whether all that is known before measuring is equal. */
function isEqualInstance(a: DraftInstance, b: Instance): boolean {
  return (
    a.file === b.file &&
    isEqual(a.layer, b.layer) &&
    isEqual(a.origin, b.origin) &&
    sameRepeats(a.repeats, b.repeats) &&
    isEqual(a.defaults, b.defaults)
  );
}

/** Whether an earlier instance copies `source` to this placement; copies share their source's objects. */
function isSameCopy(earlier: Instance, source: DraftInstance, name: string, placement: CopyPlacement): boolean {
  const { layer } = earlier;
  const { operation, inputs, output } = source.layer;
  const { path, moveId } = placement;
  return (
    layer.operation === operation &&
    layer.output === output &&
    earlier.origin === source.origin &&
    earlier.file === source.file &&
    earlier.defaults === source.defaults &&
    layer.path.length === path.length + name.length &&
    layer.path.startsWith(path) &&
    layer.path.endsWith(name) &&
    areMoved(inputs, moveId, layer.inputs)
  );
}

function areMoved(inputs: readonly number[], moveId: (id: number) => number, to: readonly number[]): boolean {
  for (let index = 0; index < inputs.length; index++) if (moveId(inputs[index]) !== to[index]) return false;
  return inputs.length === to.length;
}

/** Compares plain data without creating objects. */
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
