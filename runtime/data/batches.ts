// The order of an epoch's images, and empty batches.
import { elements, type Shape } from '../../model/index.js';
import { type Batch, noImage } from '../ir/index.js';
import type { Random } from '../ir/random.js';

/** What each slot of a batch holds. */
export interface SlotForm {
  /** Of its image. */
  readonly shape: Shape;
  /** Of its target image, where the answer is one. */
  readonly target?: Shape;
}

/** The numbers 0..count-1 in random order (Fisher-Yates shuffle). */
export function shuffledOrder(count: number, random: Random): Uint32Array {
  const order = inOrder(count);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    const swapped = order[last];
    order[last] = order[chosen];
    order[chosen] = swapped;
  }
  return order;
}

/** The numbers 0..count-1 in order. */
export function inOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

/** A batch with `size` empty slots. */
export function emptyBatch({ shape, target }: SlotForm, size: number): Batch {
  return {
    images: new Float32Array(size * elements(shape)),
    labels: new Uint32Array(size).fill(noImage),
    ...(target && { targets: new Float32Array(size * elements(target)) }),
  };
}
