// Fills batches: images of an order, through the steps of `augment = flip -> crop(32x32, pad=4) -> normalise`. What
// chance decides hangs on the seed, the step and the place in the batch alone, so that any step can be done again by
// itself.
//
// Flips and crops only say which pixel goes where. They come to one map a side: which row (column) of the stored image
// a row of the batch shows, or that it is padding. So a pixel is read once, whatever the number of steps.
import { type Augmentation, augmentedShape, elements, type Shape } from '../../model/index.js';
import type { Batch } from '../ir/index.js';
import { noImage } from '../ir/index.js';
import { pcg } from '../ir/random.js';
import { type ChannelStatistics, channelStatistics } from './channel-statistics.js';
import type { DataSet, Images } from './dataset.js';

/**
 * Fills a batch with the images `order[from]`, `order[from + 1]`, ...; where the order ends first, the places left hold
 * the order's first images again with the label `noImage`: they count for nothing, and batch normalisation still sees
 * images like any other. With a `step` (from 0, over the whole training) chance plays its part; without, images pass as
 * they are tested: not flipped, cropped in the middle. Returns the number of images.
 */
export type FillBatch = (batch: Batch, images: Images, order: Uint32Array, from: number, step?: number) => number;

export interface Preparation {
  /** What the network is given. */
  readonly shape: Shape;
  readonly fill: FillBatch;
}

/**
 * The steps must fit the data (`augmentedShape`). The channels' statistics are taken from its training images, here.
 */
export function prepare(data: DataSet, augment: readonly Augmentation[], seed: number): Preparation {
  const { shape } = augmentedShape(data.shape, augment);
  const asksForThem = augment.some(({ kind }) => kind === 'normalise');
  const statistics = asksForThem ? channelStatistics(data.train, data.shape.channels) : undefined;
  const placed = mapsOf(data.shape, augment);
  const copy = copier(data.shape, shape, statistics);
  const size = elements(shape);
  const fill: FillBatch = (batch, images, order, from, step) => {
    const count = Math.max(0, Math.min(batch.labels.length, order.length - from));
    for (let place = 0; place < batch.labels.length; place++) {
      const image = place < count ? order[from + place] : order[(place - count) % order.length];
      batch.labels[place] = place < count ? images.labels[image] : noImage;
      const maps = placed(step === undefined ? undefined : chance(seed, step, place));
      copy(images.pixels, image, maps, batch.images.subarray(place * size, (place + 1) * size));
    }
    return count;
  };
  return { shape, fill };
}

/** Whole numbers below a bound; the same ones for the same seed, step and place. */
type Chance = (bound: number) => number;

function chance(seed: number, step: number, place: number): Chance {
  const key = pcg((place + pcg((step + pcg((seed ^ 0x61756721) >>> 0)) >>> 0)) >>> 0);
  let drawn = 0;
  return (bound) => Math.floor((pcg(pcg(drawn++) ^ key) / 0x1_0000_0000) * bound);
}

/** Which row and which column of the stored image each of the batch's shows, or one of the two kinds of padding. */
interface Maps {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Padded before `normalise`: a stored 0. */
const black = -1;
/** Padded after `normalise`: 0 as the network sees it. */
const zero = -2;

/** Without chance the maps are always the same ones. */
function mapsOf(stored: Shape, augment: readonly Augmentation[]): (chance: Chance | undefined) => Maps {
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
        rows = cropped(rows, height, top, bottom, padding, chance);
        columns = cropped(columns, width, left, right, padding, chance);
      }
    }
    return { rows, columns };
  };
  const always = make(undefined);
  const chanceMatters = augment.some(({ kind }) => kind === 'flip' || kind === 'crop');
  return (chance) => (chance && chanceMatters ? make(chance) : always);
}

/** `length` entries of a map with padding around it: from where chance says, or the middle. */
function cropped(
  map: Int32Array,
  length: number,
  before: number,
  after: number,
  padding: number,
  chance: Chance | undefined,
): Int32Array<ArrayBuffer> {
  const room = before + map.length + after - length;
  const first = (chance ? chance(room + 1) : Math.floor(room / 2)) - before;
  return Int32Array.from({ length }, (_, index) => map[first + index] ?? padding);
}

/** Writes one image as numbers: bytes over 255, less mean and over deviation where there are statistics. */
function copier({ height, width, channels }: Shape, target: Shape, statistics: ChannelStatistics | undefined) {
  const mean = statistics?.mean ?? new Array<number>(channels).fill(0);
  const deviation = statistics?.deviation ?? new Array<number>(channels).fill(1);
  const normalised = (value: number, channel: number) => (value - mean[channel]) / deviation[channel];
  // A byte's 256 values are normalised once, here.
  const bytes = Float32Array.from({ length: channels * 256 }, (_, index) =>
    normalised((index & 255) / 255, index >> 8),
  );
  return (pixels: Uint8Array | Float32Array, image: number, { rows, columns }: Maps, values: Float32Array): void => {
    const stored = pixels instanceof Uint8Array;
    const first = image * height * width;
    for (let row = 0, place = 0; row < target.height; row++) {
      const from = rows[row];
      for (let column = 0; column < target.width; column++) {
        // Of two kinds of padding the later lies around the earlier.
        const padding = Math.min(from, columns[column]);
        const source = (first + from * width + columns[column]) * channels;
        for (let channel = 0; channel < channels; channel++, place++) {
          if (padding === zero) values[place] = 0;
          else if (padding === black) values[place] = bytes[channel << 8];
          else if (stored) values[place] = bytes[(channel << 8) | pixels[source + channel]];
          else values[place] = normalised(pixels[source + channel], channel);
        }
      }
    }
  };
}
