// Fills batches with augmented images (`augment = flip -> crop(32x32, pad=4) -> normalise`). All random choices depend
// only on seed, step and slot in the batch, so that a step is reproducible by itself. Flips and crops are composed into
// one row map and one column map from batch to stored image, so that each pixel is read once.
import { type Augmentation, augmentedShape, elements, type Shape } from '../../model/index.js';
import type { Batch } from '../ir/index.js';
import { noImage } from '../ir/index.js';
import { pcg } from '../ir/random.js';
import { type ChannelStatistics, channelStatistics } from './channel-statistics.js';
import type { DataSet, Images } from './dataset.js';

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

export interface Preparation {
  /** Shape of the augmented images. */
  readonly shape: Shape;
  readonly fill: FillBatch;
}

/** The steps must fit the data (`augmentedShape`). `normalise` uses the statistics of the training images. */
export function prepare(data: DataSet, augment: readonly Augmentation[], seed: number): Preparation {
  const { shape } = augmentedShape(data.shape, augment);
  const isNormalised = augment.some(({ kind }) => kind === 'normalise');
  const statistics = isNormalised ? channelStatistics(data.train, data.shape.channels) : undefined;
  const chooseMaps = composeMaps(data.shape, augment);
  const copy = createCopier(data.shape, shape, statistics);
  const size = elements(shape);
  const fill: FillBatch = (batch, images, { order, from, step }) => {
    const count = Math.max(0, Math.min(batch.labels.length, order.length - from));
    for (let slot = 0; slot < batch.labels.length; slot++) {
      const image = slot < count ? order[from + slot] : order[(slot - count) % order.length];
      batch.labels[slot] = slot < count ? images.labels[image] : noImage;
      const maps = chooseMaps(step === undefined ? undefined : createChance(seed, step, slot));
      copy(images.pixels, image, maps, batch.images.subarray(slot * size, (slot + 1) * size));
    }
    return count;
  };
  return { shape, fill };
}

/** Random integers below a bound; a function of seed, step and slot. */
type Chance = (bound: number) => number;

function createChance(seed: number, step: number, slot: number): Chance {
  const key = pcg((slot + pcg((step + pcg((seed ^ 0x61756721) >>> 0)) >>> 0)) >>> 0);
  let drawn = 0;
  return (bound) => Math.floor((pcg(pcg(drawn++) ^ key) / 0x1_0000_0000) * bound);
}

/** For each row and column of the batch: the row and column of the stored image, or a kind of padding. */
interface Maps {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Padding before `normalise`: a stored 0. */
const black = -1;
/** Padding after `normalise`: a 0 in the batch. */
const zero = -2;

/** Composes the maps; without random steps always the same ones. */
function composeMaps(stored: Shape, augment: readonly Augmentation[]): (chance: Chance | undefined) => Maps {
  const make = (chance: Chance | undefined): Maps => {
    let rows = Int32Array.from({ length: stored.height }, (_, row) => row);
    let columns = Int32Array.from({ length: stored.width }, (_, column) => column);
    let padding = black;
    for (const step of augment) {
      if (step.kind === 'normalise') padding = zero;
      else if (step.kind === 'flip') {
        if (chance?.(2) === 1) columns = columns.reverse();
      } else {
        const [height, width] = step.size;
        const { top, left, bottom, right } = step.padding;
        rows = cropMap(rows, { length: height, before: top, after: bottom, padding, chance });
        columns = cropMap(columns, { length: width, before: left, after: right, padding, chance });
      }
    }
    return { rows, columns };
  };
  const fixed = make(undefined);
  const isRandom = augment.some(({ kind }) => kind === 'flip' || kind === 'crop');
  return (chance) => (chance && isRandom ? make(chance) : fixed);
}

interface Crop {
  readonly length: number;
  /** Padding on each side, and its kind. */
  readonly before: number;
  readonly after: number;
  readonly padding: number;
  readonly chance: Chance | undefined;
}

/** `length` entries of a padded map, from a random position or the middle. */
function cropMap(map: Int32Array, { length, before, after, padding, chance }: Crop): Int32Array<ArrayBuffer> {
  const room = before + map.length + after - length;
  const first = (chance ? chance(room + 1) : Math.floor(room / 2)) - before;
  return Int32Array.from({ length }, (_, index) => map[first + index] ?? padding);
}

/** Returns a function that writes one image: bytes / 255, then (x - mean) / deviation if there are statistics. */
function createCopier({ height, width, channels }: Shape, target: Shape, statistics: ChannelStatistics | undefined) {
  const mean = statistics?.mean ?? new Array<number>(channels).fill(0);
  const deviation = statistics?.deviation ?? new Array<number>(channels).fill(1);
  const normalised = (value: number, channel: number) => (value - mean[channel]) / deviation[channel];
  // All 256 values of a byte, normalised once.
  const bytes = Float32Array.from({ length: channels * 256 }, (_, index) =>
    normalised((index & 255) / 255, index >> 8),
  );
  return (pixels: Uint8Array | Float32Array, image: number, { rows, columns }: Maps, values: Float32Array): void => {
    const stored = pixels instanceof Uint8Array;
    const first = image * height * width;
    for (let row = 0, at = 0; row < target.height; row++) {
      const from = rows[row];
      for (let column = 0; column < target.width; column++) {
        // Padding after `normalise` surrounds padding before it.
        const padding = Math.min(from, columns[column]);
        const source = (first + from * width + columns[column]) * channels;
        for (let channel = 0; channel < channels; channel++, at++) {
          if (padding === zero) values[at] = 0;
          else if (padding === black) values[at] = bytes[channel << 8];
          else if (stored) values[at] = bytes[(channel << 8) | pixels[source + channel]];
          else values[at] = normalised(pixels[source + channel], channel);
        }
      }
    }
  };
}
