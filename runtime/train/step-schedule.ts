// The inputs of each training step (images, learning rate, seed) as a function of the job and the step's number alone,
// so that any step can be repeated: on another device, or to find what went wrong in it.
import type { TrainingJob } from '../../model/index.js';
import { shuffledOrder } from '../data/batches.js';
import { mulberry32, pcg, type Random, type StepSettings } from '../ir/index.js';
import { learningRates } from './learning-rate.js';
import { splitImages } from './validation.js';

export interface StepSchedule {
  readonly stepsPerEpoch: number;
  /** Of the whole training. */
  readonly steps: number;
  /** The held-out training images for validation; empty where the job asks for none. */
  readonly validation: Uint32Array;
  /** The order in which an epoch (from 1) shows the other images. Fast for the epoch after the one asked for last. */
  orderOf(epoch: number): Uint32Array;
  /** @param step counts from 0 */
  settingsOf(step: number): StepSettings;
}

/** @param images number of training images */
export function createStepSchedule(job: TrainingJob, images: number): StepSchedule {
  const { batch, epochs, seed } = job;
  const { training, validation } = splitImages(images, job.validation, seed);
  const stepsPerEpoch = Math.ceil(training.length / batch);
  const rateOf = learningRates(job, stepsPerEpoch);
  let random: Random;
  let order: Uint32Array;
  /** The epoch whose order is drawn. */
  let drawn = Number.POSITIVE_INFINITY;
  return {
    stepsPerEpoch,
    validation,
    steps: stepsPerEpoch * epochs,
    orderOf(epoch) {
      if (epoch < drawn) {
        random = mulberry32(pcg(seed));
        drawn = 0;
      }
      for (; drawn < epoch; drawn++) order = shuffledOrder(training.length, random);
      return order.map((place) => training[place]);
    },
    settingsOf: (step) => ({ learningRate: rateOf(step), step, seed }),
  };
}
