// Fills batches with augmented images (`augment = flip -> crop(32x32, pad=4) -> normalise`) and their answers. All
// random choices depend only on seed, step and slot in the batch, so that a step is reproducible by itself.
import { type Augmentation, augmentedShape, elements, type Goal } from '../../model/index.js';
import { type Batch, pcg } from '../ir/index.js';
import { createAnswer } from './answers.js';
import type { SlotForm } from './batches.js';
import { channelStatistics } from './channel-statistics.js';
import { createCopier } from './copy-image.js';
import type { DataSet, Images } from './dataset.js';
import { type Chance, drawMoves, mapsOf } from './pixel-maps.js';

/**
 * Fills a batch with the images `order[from]`, `order[from + 1]`, ... and returns their number. Slots beyond the end of
 * the order get its first images with the label `noImage`: they don't count, and their values are finite.
 * With a `step` (from 0, over the whole training) augmentation is random; without, as in tests: no flip, centre crop.
 */
type FillBatch = (batch: Batch, images: Images, slots: BatchImages) => number;

/** Which images a batch gets. */
interface BatchImages {
  readonly order: Uint32Array;
  readonly from: number;
  readonly step?: number;
}

export interface Preparation extends SlotForm {
  readonly fill: FillBatch;
}

/**
 * The steps must fit the data (`augmentedShape`). `normalise` uses the statistics of the training images; target images
 * are moved as the images are, and keep their values.
 */
export function prepare(
  data: DataSet,
  augment: readonly Augmentation[],
  seed: number,
  goal: Goal = 'class',
): Preparation {
  const { shape } = augmentedShape(data.shape, augment);
  const isNormalised = augment.some(({ kind }) => kind === 'normalise');
  const statistics = isNormalised ? channelStatistics(data.train, data.shape.channels) : undefined;
  const copy = createCopier(data.shape, shape, statistics);
  const answer = createAnswer(data, shape, goal);
  const size = elements(shape);
  const mapsFor = (chance: Chance | undefined) => {
    const moves = drawMoves(data.shape, augment, chance);
    return { image: mapsOf(moves, data.shape), answer: answer.maps(moves) };
  };
  const unmoved = mapsFor(undefined);
  const isRandom = augment.some(({ kind }) => kind === 'flip' || kind === 'crop');
  const fill: FillBatch = (batch, images, { order, from, step }) => {
    const slots = batch.images.length / size;
    const count = Math.max(0, Math.min(slots, order.length - from));
    for (let slot = 0; slot < slots; slot++) {
      const isEmpty = slot >= count;
      const image = isEmpty ? order[(slot - count) % order.length] : order[from + slot];
      const maps = isRandom && step !== undefined ? mapsFor(createChance(seed, step, slot)) : unmoved;
      copy(images.pixels, image, maps.image, batch.images.subarray(slot * size, (slot + 1) * size));
      answer.fill(batch, images, { image, slot, isEmpty, maps: maps.answer });
    }
    return count;
  };
  return { shape, ...answer.form, fill };
}

/** Random integers that are a function of seed, step and slot. */
function createChance(seed: number, step: number, slot: number): Chance {
  const key = pcg((slot + pcg((step + pcg((seed ^ 0x61756721) >>> 0)) >>> 0)) >>> 0);
  let drawn = 0;
  return (bound) => Math.floor((pcg(pcg(drawn++) ^ key) / 0x1_0000_0000) * bound);
}
