// Losses, schedules and whole trainings of PyTorch in float64, written by test/ground-truth/torch_training.py.
import { readFileSync } from 'node:fs';
import type { Clipping, Loss, Optimizer, Schedule } from '../../model/index.js';

interface TorchTraining {
  readonly losses: readonly {
    readonly loss: Loss;
    readonly labels: readonly number[];
    /** The mean over the batch of 5. */
    readonly value: number;
    /** Of the mean, [5, 3]. */
    readonly gradient: readonly number[];
  }[];
  readonly schedules: readonly {
    readonly schedule: Schedule;
    readonly learningRate: number;
    readonly stepsPerEpoch: number;
    readonly epochs: number;
    /** Of every step. */
    readonly rates: readonly number[];
  }[];
  /** Of the network in tiny-oracle.ts, with its weights, images and labels. */
  readonly curves: readonly {
    readonly name: string;
    readonly optimizer: Optimizer;
    readonly loss?: Loss;
    readonly clip?: Clipping;
    readonly freeze?: readonly string[];
    /** Before each step. */
    readonly losses: readonly number[];
    /** The last layer's, [out, in], after them. */
    readonly last_weights: readonly number[];
  }[];
}

export const torchTraining: TorchTraining = JSON.parse(
  readFileSync(new URL('../ground-truth/torch_training.json', import.meta.url), 'utf8'),
);
