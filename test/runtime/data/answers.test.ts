// What belongs to the images of a batch: answers move with their images, and keep their values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Augmentation, type Goal, type Shape, sameShape } from '../../../model/index.js';
import { prepare } from '../../../runtime/data/augment.js';
import { emptyBatch, inOrder } from '../../../runtime/data/batches.js';
import type { DataSet } from '../../../runtime/data/index.js';
import { noImage } from '../../../runtime/ir/index.js';

const shape: Shape = { height: 4, width: 6, channels: 1 };
const crop = (height: number, width: number, pad = 0): Augmentation => ({
  kind: 'crop',
  size: [height, width],
  padding: { top: pad, left: pad, bottom: pad, right: pad },
});
const augmentations: readonly (readonly Augmentation[])[] = [
  [],
  [{ kind: 'flip' }],
  [crop(3, 2)],
  [crop(4, 6, 2), { kind: 'flip' }],
  [{ kind: 'flip' }, crop(5, 7, 1), crop(2, 3)],
];

/** Images of distinct values above 0, each pixel of which is `scale` x `scale` equal pixels of its target. */
function paired(scale: number): DataSet {
  const count = 3;
  const { height, width } = shape;
  const pixels = Float32Array.from({ length: count * height * width }, (_, index) => 1 + index);
  const targets = Float32Array.from({ length: pixels.length * scale * scale }, (_, index) => {
    const row = Math.floor(index / (scale * width));
    return pixels[Math.floor(row / scale) * width + Math.floor((index % (scale * width)) / scale)];
  });
  const images = { count, pixels, labels: new Uint8Array(), targets };
  const targetShape = { height: scale * height, width: scale * width, channels: 1 };
  return { name: 'paired', shape, classes: 0, targetShape, train: images, test: images };
}

function fill(data: DataSet, goal: Goal, augment: readonly Augmentation[], step: number) {
  const preparation = prepare(data, augment, 1, goal);
  const batch = emptyBatch(preparation, 4);
  preparation.fill(batch, data.train, { order: inOrder(3), from: 0, step });
  return { batch, preparation };
}

describe('a target image', () => {
  it('that is the input is what the network is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...augmentations), fc.nat(50), (augment, step) => {
        const { batch } = fill(paired(1), 'input', augment, step);
        expect(batch.targets).toEqual(batch.images);
        expect([...batch.labels]).toEqual([0, 0, 0, noImage]);
      }),
    );
  });

  it('keeps its values where the image is normalised', () => {
    const plain = fill(paired(1), 'input', [{ kind: 'flip' }], 3).batch;
    const { batch } = fill(paired(1), 'input', [{ kind: 'flip' }, { kind: 'normalise' }], 3);
    expect(batch.targets).toEqual(plain.images);
    expect(batch.images).not.toEqual(plain.images);
  });

  it('of another size moves with its image', () => {
    fc.assert(
      fc.property(fc.constantFrom(...augmentations), fc.nat(50), fc.constantFrom(1, 2, 3), (augment, step, scale) => {
        const { batch, preparation } = fill(paired(scale), 'image', augment, step);
        const { height, width } = preparation.shape;
        expect(sameShape(preparation.target!, { height: scale * height, width: scale * width, channels: 1 })).toBe(
          true,
        );
        const enlarged = Array.from(batch.targets!, (_, index) => {
          const row = Math.floor(index / (scale * width));
          return batch.images[Math.floor(row / scale) * width + Math.floor((index % (scale * width)) / scale)];
        });
        expect([...batch.targets!]).toEqual(enlarged);
      }),
    );
  });
});
