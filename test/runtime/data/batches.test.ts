// Every image exactly once an epoch, in an order that depends on the seed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../../runtime/data/augment.js';
import { emptyBatch, inOrder, shuffledOrder } from '../../../runtime/data/batches.js';
import type { DataSet, Images } from '../../../runtime/data/index.js';
import { noImage } from '../../../runtime/ir/index.js';
import { mulberry32 } from '../../../runtime/ir/random.js';

const images: Images = {
  count: 3,
  pixels: new Uint8Array([0, 255, 51, 0, 1, 2, 3, 4, 255, 255, 255, 255]),
  labels: new Uint8Array([2, 0, 1]),
};
/** Two pixels of two channels. */
const tiny: DataSet = {
  name: 'tiny',
  shape: { height: 1, width: 2, channels: 2 },
  classes: 3,
  train: images,
  test: { count: 0, pixels: new Uint8Array(0), labels: new Uint8Array(0) },
};

describe('the order of an epoch', () => {
  it('contains every index once', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(), (count, seed) => {
        const order = shuffledOrder(count, mulberry32(seed));
        expect([...order].sort((a, b) => a - b)).toEqual([...inOrder(count)]);
      }),
    );
  });

  it('is the same for the same seed, another for another seed and for the next epoch', () => {
    const random = mulberry32(5);
    const first = shuffledOrder(50, random);
    expect(shuffledOrder(50, mulberry32(5))).toEqual(first);
    expect(shuffledOrder(50, mulberry32(6))).not.toEqual(first);
    expect(shuffledOrder(50, random)).not.toEqual(first);
  });

  it('is uniform: each of the 24 orders of four comes about equally often', () => {
    const random = mulberry32(1);
    const seen = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffledOrder(4, random).join();
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    // Chi-squared with 23 degrees of freedom is below 49.7 with probability 0.999.
    const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(49.7);
  });
});

describe('a batch', () => {
  it('holds the images of the order, bytes as numbers from 0 to 1', () => {
    const batch = emptyBatch(tiny, 2);
    expect(prepare(tiny, [], 1).fill(batch, images, { order: new Uint32Array([2, 0, 1]), from: 0 })).toBe(2);
    expect([...batch.labels]).toEqual([1, 2]);
    for (const [index, value] of batch.images.entries()) {
      expect(value).toBeCloseTo([1, 1, 1, 1, 0, 1, 0.2, 0][index], 6);
    }
  });

  it('copies numbers unchanged', () => {
    const pixels = new Float32Array([0.5, -3, 1e6, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const batch = emptyBatch(tiny, 1);
    prepare(tiny, [], 1).fill(batch, { ...images, pixels }, { order: inOrder(3), from: 0 });
    expect([...batch.images]).toEqual([0.5, -3, 1e6, 0]);
  });

  it('marks slots beyond the end of the order, also in a reused batch', () => {
    const batch = emptyBatch(tiny, 2);
    const { fill } = prepare(tiny, [], 1);
    fill(batch, images, { order: inOrder(3), from: 0 });
    expect(fill(batch, images, { order: inOrder(3), from: 2 })).toBe(1);
    expect([...batch.labels]).toEqual([1, noImage]);
    // The place left holds the order's first image: batch normalisation must not see an image of nothing.
    const first = emptyBatch(tiny, 1);
    fill(first, images, { order: inOrder(3), from: 0 });
    expect([...batch.images.subarray(4)]).toEqual([...first.images]);
    expect(fill(batch, images, { order: inOrder(3), from: 4 })).toBe(0);
    expect([...batch.labels]).toEqual([noImage, noImage]);
  });

  it('all batches of an epoch contain every image once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(), (size, seed) => {
        const batch = emptyBatch(tiny, size);
        const { fill } = prepare(tiny, [], 1);
        const order = shuffledOrder(images.count, mulberry32(seed));
        const labels: number[] = [];
        for (let from = 0; from < order.length; from += size) {
          const count = fill(batch, images, { order, from });
          labels.push(...batch.labels.subarray(0, count));
        }
        expect(labels.sort()).toEqual([0, 1, 2]);
      }),
    );
  });
});
