// One pass over a set of images, batch by batch: what training and evaluation have in common.
import type { Preparation } from '../data/augment.js';
import { emptyBatch } from '../data/batches.js';
import type { Images } from '../data/dataset.js';
import { metricsSlots } from '../plan/index.js';
import type { Batch, Metrics } from '../program/index.js';
import { inFlight } from './in-flight.js';

/** What a batch came to: its sums, and how many images it held. */
export interface BatchResult extends Metrics {
  readonly count: number;
}

/** The mean loss and the fraction of right answers. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}

export function scoreOf({ lossSum, correct, count }: BatchResult): Score {
  return { loss: lossSum / count, accuracy: correct / count };
}

/** Adds batches up, each image weighing the same. */
export function createTally() {
  let sum: BatchResult = { lossSum: 0, correct: 0, count: 0 };
  return {
    add({ lossSum, correct, count }: BatchResult): void {
      sum = { lossSum: sum.lossSum + lossSum, correct: sum.correct + correct, count: sum.count + count };
    },
    score: (): Score => scoreOf(sum),
  };
}

export type Pass = (
  images: Images,
  order: Uint32Array,
  run: (batch: Batch, index: number) => Promise<Metrics>,
  signal?: AbortSignal,
  firstStep?: number,
) => AsyncGenerator<BatchResult>;

/**
 * Passes over the images in the order given, several batches of `size` in flight; the batches' memory is made once.
 * With `firstStep`, the first batch's step of the whole training, the images are augmented; without, as they are tested.
 * The last batch may be partly empty (`noImage`). Its images weigh 1/size each in the gradient like all others, so
 * that no image is dropped and none counts for more.
 */
export function createPass({ shape, fill }: Preparation, size: number): Pass {
  const slots = Array.from({ length: metricsSlots }, () => emptyBatch(shape, size));
  return (images, order, run, signal, firstStep) =>
    inFlight(
      Math.ceil(order.length / size),
      slots.length,
      async (index) => {
        const batch = slots[index % slots.length]!;
        const count = fill(batch, images, order, index * size, firstStep === undefined ? undefined : firstStep + index);
        return { ...(await run(batch, index)), count };
      },
      signal,
    );
}
