// What each step of a training is given, as a function of the job and the step's number alone: so any step can be run
// again, on another device or to see what went wrong in it.
import type { TrainingJob } from '../../language/graph/index.js';
import { shuffledOrder } from '../data/batches.js';
import { mulberry32, pcg, type Random, type StepSettings } from '../program/index.js';

export interface Course {
  readonly stepsPerEpoch: number;
  /** Of the whole training. */
  readonly steps: number;
  /** The order in which an epoch (from 1) shows the images. Quick for the epoch after the one asked for last. */
  orderOf(epoch: number): Uint32Array;
  /** @param step counts from 0 */
  settingsOf(step: number): StepSettings;
}

/** @param images number of images to train on */
export function createCourse({ batch, epochs, seed, optimizer }: TrainingJob, images: number): Course {
  const stepsPerEpoch = Math.ceil(images / batch);
  let random: Random;
  let order: Uint32Array;
  /** The epoch whose order is drawn. */
  let drawn = Number.POSITIVE_INFINITY;
  return {
    stepsPerEpoch,
    steps: stepsPerEpoch * epochs,
    orderOf(epoch) {
      if (epoch < drawn) {
        random = mulberry32(pcg(seed));
        drawn = 0;
      }
      for (; drawn < epoch; drawn++) order = shuffledOrder(images, random);
      return order;
    },
    settingsOf: (step) => ({ learningRate: optimizer.learningRate, step, seed }),
  };
}
