// One pass over a set of images, batch by batch: what training and evaluation have in common.

import { stepsInFlight } from '../backends/backend.js';
import type { Preparation } from '../data/augment.js';
import { emptyBatch } from '../data/batches.js';
import type { Images } from '../data/dataset.js';
import { type Batch, countLabels, type Metrics } from '../ir/index.js';
import { inFlight } from './in-flight.js';
import type { Score } from './score.js';

/** What some images came to, a batch's or more: their sums, and over how many. */
export interface Sums extends Metrics {
  /** Images. */
  readonly count: number;
  /** What the losses and the right answers were summed over: images, or labels of their pixels. */
  readonly labels: number;
}

export const noSums: Sums = { lossSum: 0, correct: 0, count: 0, labels: 0 };

/** The means. */
export function scoreOf({ lossSum, correct, psnrSum, count, labels }: Sums): Score {
  return psnrSum === undefined
    ? { loss: lossSum / Math.max(1, labels), accuracy: correct / Math.max(1, labels) }
    : { loss: lossSum / count, psnr: psnrSum / count };
}

/** Both together, each image or label weighing the same. */
export function plus(one: Sums, other: Sums): Sums {
  const psnrSum = (one.psnrSum ?? 0) + (other.psnrSum ?? 0);
  return {
    lossSum: one.lossSum + other.lossSum,
    correct: one.correct + other.correct,
    ...((one.psnrSum ?? other.psnrSum) !== undefined && { psnrSum }),
    count: one.count + other.count,
    labels: one.labels + other.labels,
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
export function createPass(preparation: Preparation, size: number): Pass {
  const slots = Array.from({ length: stepsInFlight }, () => emptyBatch(preparation, size));
  return (images, order, run, { signal, epoch } = {}) => {
    const first = epoch?.done ?? 0;
    return inFlight(
      Math.ceil(order.length / size) - first,
      slots.length,
      async (place) => {
        const index = first + place;
        const batch = slots[index % slots.length];
        const count = preparation.fill(batch, images, { order, from: index * size, step: epoch && epoch.step + index });
        const labels = countLabels(batch.labels);
        return { ...(await run(batch, index)), count, labels };
      },
      signal,
    );
  };
}
