// A network and a data set small enough to see through: one pixel, three classes, every image with its own number.
import type { TrainingJob } from '../../../model/index.js';
import type { DataSet, Images } from '../../../runtime/data/index.js';
import { chain, fc } from '../../support/graphs.js';
import { plainTerms } from '../../support/jobs.js';

export const tinyGraph = chain('Tiny', [1, 1, 1], [fc(3)]);

const images = (count: number): Images => ({
  count,
  pixels: Uint8Array.from({ length: count }, (_, index) => index),
  labels: Uint8Array.from({ length: count }, (_, index) => index % 3),
});

/** Ten images to train on and five to test on. */
export const tinyData: DataSet = {
  name: 'tiny',
  shape: { height: 1, width: 1, channels: 1 },
  classes: 3,
  train: images(10),
  test: images(5),
};

/** Batches of four: two full ones and half a one. */
export const tinyJob: TrainingJob = {
  network: 'Tiny',
  data: { kind: 'digits' },
  augment: [],
  ...plainTerms,
  optimizer: { kind: 'sgd', learningRate: 0.5, momentum: 0.9, nesterov: false, weightDecay: 0 },
  batch: 4,
  epochs: 2,
  seed: 7,
};
