// One pass over a set of images, batch by batch: what training and evaluation have in common.

import { stepsInFlight } from '../backends/backend.js';
import type { Preparation } from '../data/augment.js';
import { emptyBatch } from '../data/batches.js';
import type { Images } from '../data/dataset.js';
import type { Batch, Metrics } from '../ir/index.js';
import { inFlight } from './in-flight.js';

/** What some images came to, a batch's or more: their sums, and how many they are. */
export interface Sums extends Metrics {
  readonly count: number;
}

export const noSums: Sums = { lossSum: 0, correct: 0, count: 0 };

/** The mean loss and the fraction of right answers. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}

export function scoreOf({ lossSum, correct, count }: Sums): Score {
  return { loss: lossSum / count, accuracy: correct / count };
}

/** Both together, each image weighing the same. */
export function plus(one: Sums, other: Sums): Sums {
  return {
    lossSum: one.lossSum + other.lossSum,
    correct: one.correct + other.correct,
    count: one.count + other.count,
  };
}

export type Pass = (
  images: Images,
  order: Uint32Array,
  run: (batch: Batch, index: number) => Promise<Metrics>,
  options?: { readonly signal?: AbortSignal; readonly epoch?: TrainingEpoch },
) => AsyncGenerator<Sums>;

/** An epoch of training: its first step of the whole training, and how many of its batches are done already. */
interface TrainingEpoch {
  readonly step: number;
  readonly done: number;
}

/**
 * Passes over the images in the order given, several batches of `size` in flight; the batches' memory is made once.
 * In an epoch of training the images are augmented; without one, they are as they are tested.
 * The last batch may be partly empty (`noImage`). As in PyTorch without `drop_last`, it counts as a batch of its images
 * alone: its gradient is divided by their number, and batch normalisation takes its statistics over them.
 */
export function createPass({ shape, fill }: Preparation, size: number): Pass {
  const slots = Array.from({ length: stepsInFlight }, () => emptyBatch(shape, size));
  return (images, order, run, { signal, epoch } = {}) => {
    const first = epoch?.done ?? 0;
    return inFlight(
      Math.ceil(order.length / size) - first,
      slots.length,
      async (place) => {
        const index = first + place;
        const batch = slots[index % slots.length];
        const count = fill(batch, images, { order, from: index * size, step: epoch && epoch.step + index });
        return { ...(await run(batch, index)), count };
      },
      signal,
    );
  };
}
