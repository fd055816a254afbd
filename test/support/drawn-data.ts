// A data set of seeded noise, for tests that only compare trainings.
import type { Shape } from '../../model/index.js';
import type { DataSet, Images } from '../../runtime/data/index.js';
import { mulberry32, sizeOf } from '../../runtime/ir/index.js';

/** `count` training and test images each, of three classes. */
export function drawnData(shape: Shape, train: number, test: number): DataSet {
  return { name: 'drawn', shape, classes: 3, train: drawnImages(shape, train, 1), test: drawnImages(shape, test, 2) };
}

function drawnImages({ height, width, channels }: Shape, count: number, seed: number): Images {
  const random = mulberry32(seed);
  const length = sizeOf([count, height, width, channels]);
  const pixels = Uint8Array.from({ length }, () => Math.floor(256 * random()));
  return { count, pixels, labels: Uint8Array.from({ length: count }, () => Math.floor(3 * random())) };
}
