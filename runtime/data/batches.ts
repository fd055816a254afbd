// The order in which an epoch shows its images, and the memory of a batch.
import { elements, type Shape } from '../../model/index.js';
import type { Batch } from '../ir/index.js';
import { noImage } from '../ir/index.js';
import type { Random } from '../ir/random.js';

/** The numbers 0..count-1 in an order drawn by Fisher and Yates' shuffle. */
export function shuffledOrder(count: number, random: Random): Uint32Array {
  const order = inOrder(count);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    const kept = order[last];
    order[last] = order[chosen];
    order[chosen] = kept;
  }
  return order;
}

/** The numbers 0..count-1 as they come. */
export function inOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

/** An empty batch of `size` places for images of this shape. */
export function emptyBatch(shape: Shape, size: number): Batch {
  return {
    images: new Float32Array(size * elements(shape)),
    labels: new Uint32Array(size).fill(noImage),
  };
}
