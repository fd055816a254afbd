// From a data set to batches: the order of an epoch, and pixels turned into the network's input.
import { elements } from '../../language/graph/index.js';
import type { Batch } from '../program/executor.js';
import { noImage } from '../program/program.js';
import type { Random } from '../program/random.js';
import type { DataSetDescription, Images } from './dataset.js';

/** The numbers 0..count-1 in an order drawn by Fisher and Yates' shuffle. */
export function shuffledOrder(count: number, random: Random): Uint32Array {
  const order = inOrder(count);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    const kept = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = kept;
  }
  return order;
}

/** The numbers 0..count-1 as they come. */
export function inOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

/** An empty batch of `size` places for images of the data set. */
export function emptyBatch(data: DataSetDescription, size: number): Batch {
  return {
    images: new Float32Array(size * elements(data.shape)),
    labels: new Uint32Array(size).fill(noImage),
  };
}

/**
 * Fills a batch with the images `order[from]`, `order[from + 1]`, ..., normalised as the data set says; where the
 * order ends first, the places left hold the order's first images again with the label `noImage`: they count for
 * nothing, and batch normalisation still sees images like any other. Returns the number of images.
 */
export type FillBatch = (batch: Batch, images: Images, order: Uint32Array, from: number) => number;

/** A `FillBatch` for a data set; a pixel's 256 values are normalised once, here. */
export function batchFiller(data: DataSetDescription): FillBatch {
  const { channels } = data.shape;
  const size = elements(data.shape);
  const normalised = new Float32Array(channels * 256);
  for (let index = 0; index < normalised.length; index++) {
    const channel = index >> 8;
    const { mean, deviation } = data.normalisation;
    normalised[index] = ((index & 255) / 255 - mean[channel]!) / deviation[channel]!;
  }
  return (batch, images, order, from) => {
    const count = Math.max(0, Math.min(batch.labels.length, order.length - from));
    for (let place = 0; place < batch.labels.length; place++) {
      const image = place < count ? order[from + place]! : order[(place - count) % order.length]!;
      batch.labels[place] = place < count ? images.labels[image]! : noImage;
      const source = image * size;
      const target = place * size;
      for (let i = 0; i < size; i++) {
        batch.images[target + i] = normalised[((i % channels) << 8) | images.pixels[source + i]!]!;
      }
    }
    return count;
  };
}
