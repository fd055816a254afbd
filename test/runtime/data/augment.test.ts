// Augmentation, compared with the same steps done one by one on whole images.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Augmentation, augmentedShape, type Shape } from '../../../model/index.js';
import { prepare } from '../../../runtime/data/augment.js';
import { emptyBatch, inOrder } from '../../../runtime/data/batches.js';
import { channelStatistics } from '../../../runtime/data/channel-statistics.js';
import type { DataSet } from '../../../runtime/data/index.js';

const flip: Augmentation = { kind: 'flip' };
const normalise: Augmentation = { kind: 'normalise' };
const crop = (height: number, width: number, pad = 0): Augmentation => ({
  kind: 'crop',
  size: [height, width],
  padding: { top: pad, left: pad, bottom: pad, right: pad },
});

/** Images in which every pixel has a different value, so that its position can be checked. */
function numbered(shape: Shape, count: number): DataSet {
  const size = shape.height * shape.width * shape.channels;
  const pixels = Float32Array.from({ length: count * size }, (_, index) => 1 + index);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 3);
  const images = { count, pixels, labels };
  return { name: 'numbered', shape, classes: 3, train: images, test: images };
}

const small = numbered({ height: 3, width: 4, channels: 2 }, 8);

/** Every image of the set, filled as one batch. */
function filled(data: DataSet, augment: readonly Augmentation[], step?: number, seed = 1): number[][] {
  const { shape, fill } = prepare(data, augment, seed);
  const batch = emptyBatch({ shape }, data.train.count);
  fill(batch, data.train, { order: inOrder(data.train.count), from: 0, step });
  const size = batch.images.length / data.train.count;
  return Array.from({ length: data.train.count }, (_, image) => [
    ...batch.images.subarray(image * size, (image + 1) * size),
  ]);
}

/** One image as rows of pixels of channels, as it was stored. */
function stored({ shape: { height, width, channels }, train }: DataSet, image: number): number[][][] {
  const at = (row: number, column: number, channel: number) =>
    train.pixels[((image * height + row) * width + column) * channels + channel];
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => Array.from({ length: channels }, (_, c) => at(row, column, c))),
  );
}

const mirrored = (image: number[][][]) => image.map((row) => [...row].reverse());

function cropped(image: number[][][], top: number, left: number, height: number, width: number, pad: number) {
  const none = image[0][0].map(() => 0);
  const at = (row: number, column: number) => image[row - pad]?.[column - pad] ?? none;
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => at(top + y, left + x)));
}

describe('flip', () => {
  it('mirrors about half of the training images, and no other', () => {
    let flipped = 0;
    for (let step = 0; step < 50; step++) {
      filled(small, [flip], step).forEach((values, image) => {
        const whole = stored(small, image);
        const isFlipped = values.join() === mirrored(whole).flat(2).join();
        expect(isFlipped || values.join() === whole.flat(2).join()).toBe(true);
        flipped += Number(isFlipped);
      });
    }
    // 400 throws of a coin: within four standard deviations of 200.
    expect(Math.abs(flipped - 200)).toBeLessThan(40);
    expect(filled(small, [flip])).toEqual(filled(small, []));
  });
});

describe('crop', () => {
  it('takes every part of the padded image about equally often', () => {
    const seen = new Map<string, number>();
    for (let step = 0; step < 300; step++) {
      filled(small, [crop(3, 4, 1)], step).forEach((values, image) => {
        for (let top = 0; top < 3; top++) {
          for (let left = 0; left < 3; left++) {
            const part = cropped(stored(small, image), top, left, 3, 4, 1);
            if (part.flat(2).join() === values.join()) {
              seen.set(`${top},${left}`, (seen.get(`${top},${left}`) ?? 0) + 1);
            }
          }
        }
      });
    }
    // 2,400 images: each was found at one of the nine places. Chi-squared with 8 degrees of freedom, probability 0.999.
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(2400);
    const expected = 2400 / 9;
    const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(26.1);
  });

  it('crops the centre of a test image', () => {
    expect(filled(small, [crop(3, 4, 2)])).toEqual(filled(small, []));
    const [first] = filled(small, [crop(1, 2)]);
    expect(first).toEqual(cropped(stored(small, 0), 1, 1, 1, 2, 0).flat(2));
  });
});

describe('normalise', () => {
  it('gives every channel of the training images mean 0 and deviation 1', () => {
    const values = filled(small, [normalise], 0).flat();
    for (const channel of [0, 1]) {
      const those = values.filter((_, index) => index % 2 === channel);
      const mean = those.reduce((sum, value) => sum + value, 0) / those.length;
      const variance = those.reduce((sum, value) => sum + (value - mean) ** 2, 0) / those.length;
      expect([mean, variance]).toEqual([expect.closeTo(0, 5), expect.closeTo(1, 5)]);
    }
  });

  it('uses the same two numbers on test images', () => {
    const pixels = small.train.pixels.map((value) => 2 * value + 7);
    const { fill, shape } = prepare({ ...small, test: { ...small.train, pixels } }, [normalise], 1);
    const batch = emptyBatch({ shape }, 1);
    fill(batch, { ...small.train, pixels }, { order: inOrder(1), from: 0 });
    const { mean, deviation } = channelStatistics(small.train, 2);
    expect(batch.images[0]).toBeCloseTo((2 * 1 + 7 - mean[0]) / deviation[0], 5);
  });

  it('pads black before it, and with the mean after it', () => {
    const { mean, deviation } = channelStatistics(small.train, 2);
    const cornerOf = (augment: readonly Augmentation[]) => filled(small, augment)[0].slice(0, 2);
    expect(cornerOf([normalise, crop(5, 6, 1)])).toEqual([0, 0]);
    const black = [0, 1].map((channel) => expect.closeTo(-mean[channel] / deviation[channel], 5));
    expect(cornerOf([crop(5, 6, 1), normalise])).toEqual(black);
    // Both at once: the later padding lies around the earlier.
    const both = filled(small, [crop(5, 6, 1), normalise, crop(7, 8, 1)])[0];
    expect(both.slice(0, 8 * 2)).toEqual(new Array(16).fill(0));
    expect(both.slice(8 * 2, 8 * 2 + 4)).toEqual([0, 0, ...black]);
  });

  it('divides bytes by 255, and leaves a constant channel finite', () => {
    const pixels = new Uint8Array([0, 9, 255, 9]);
    const statistics = channelStatistics({ count: 2, pixels, labels: new Uint8Array(2) }, 2);
    expect(statistics).toEqual({ mean: [0.5, expect.closeTo(9 / 255, 12)], deviation: [0.5, 1] });
    const numbers = channelStatistics(
      { count: 2, pixels: new Float32Array([0, 9, 255, 9]), labels: new Uint8Array(2) },
      2,
    );
    expect(numbers).toEqual({ mean: [127.5, 9], deviation: [127.5, 1] });
  });
});

const steps: fc.Arbitrary<Augmentation> = fc.oneof(
  fc.constant(flip),
  fc.constant(normalise),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.nat(2)).map((sides) => crop(...sides)),
);

describe('any chain of steps', () => {
  it('yields images of the predicted shape with stored values only', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 5 }), fc.option(fc.nat(1000)), (augment, step) => {
        const { shape, tooLarge } = augmentedShape(small.shape, augment);
        fc.pre(tooLarge === undefined);
        fc.pre(!augment.includes(normalise));
        const images = filled(small, augment, step ?? undefined);
        images.forEach((values, image) => {
          expect(values).toHaveLength(shape.height * shape.width * shape.channels);
          const own = new Set([0, ...stored(small, image).flat(2)]);
          expect(values.every((value) => own.has(value))).toBe(true);
        });
      }),
    );
  });

  it('depends only on seed, step and slot: any step is reproducible by itself', () => {
    const augment = [flip, crop(3, 4, 2), normalise];
    const seventh = filled(small, augment, 7);
    filled(small, augment, 8);
    expect(filled(small, augment, 7)).toEqual(seventh);
    expect(filled(small, augment, 8)).not.toEqual(seventh);
    expect(filled(small, augment, 7, 2)).not.toEqual(seventh);
  });

  it('reports a crop that is too large', () => {
    expect(augmentedShape(small.shape, [flip, crop(5, 6, 1), crop(6, 6)])).toEqual({
      shape: { height: 5, width: 6, channels: 2 },
      tooLarge: { step: 2, message: "a crop of 6x6 does not fit the images' 5x6." },
    });
    expect(augmentedShape(small.shape, [crop(6, 6, 1)]).tooLarge?.message).toBe(
      "a crop of 6x6 does not fit the images' 3x4 (5x6 with their padding).",
    );
  });
});
