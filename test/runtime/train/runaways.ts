// Trainings that diverge, each for a known reason and in a known layer.
import { expect } from 'vitest';
import type { DataSet } from '../../../runtime/data/index.js';
import type { Training } from '../../../runtime/train/index.js';
import { chain, fc, relu } from '../../support/graphs.js';
import { tinyData, tinyJob } from './tiny.js';

export interface Runaway {
  readonly name: string;
  readonly training: Omit<Training, 'backend' | 'onEvent'>;
  /** What the last event says. */
  readonly failed: { readonly layer?: string; readonly message: unknown };
}

const sgd = { ...tinyJob.optimizer, momentum: 0 } as const;
const scale = (init: number) => ({ kind: 'scale', init }) as const;
/** Without a rectifier, which would turn some of what runs away into 0. */
const plain = chain('Plain', [1, 1, 1], [fc(4), fc(3)]);

const withPixel = (value: number): DataSet => ({
  ...tinyData,
  train: { ...tinyData.train, pixels: Float32Array.from(tinyData.train.pixels, (_, index) => (index < 9 ? 1 : value)) },
});

/** In 32 bits it trains. */
export const tooLargeForHalves: Runaway = {
  name: 'a number that 16 bits do not hold',
  training: {
    graph: chain('Scaled', [1, 1, 1], [fc(4), relu, scale(1e6), fc(3)]),
    job: { ...tinyJob, optimizer: { ...sgd, learningRate: 1e-12 }, storage: 'f16' },
    dataSet: withPixel(1),
  },
  failed: {
    layer: 'scale.3',
    message:
      'The loss in step 1 of 6 is no longer a finite number. It began in step 1, with infinity in scale.3/output, ' +
      'stored in f16, whose largest number is 65,504 (leave out storage = f16), before the first update: ' +
      'its values are too large. Put bn before scale.3, or scale the images.',
  },
};

export const runaways: readonly Runaway[] = [
  {
    name: 'a learning rate that no weight survives',
    training: { graph: plain, job: { ...tinyJob, optimizer: { ...sgd, learningRate: 1e38 } }, dataSet: withPixel(1) },
    failed: {
      message: expect.stringMatching(
        new RegExp(
          '^The loss in step 2 of 6 is no longer a finite number\\. It began in step [12], ' +
            'with (NaN|infinity) in \\S+: the updates are too large\\. ' +
            'Lower the learning rate from 1e\\+38, e\\.g\\. to lr=1e\\+37\\.$',
        ),
      ),
    },
  },
  {
    name: 'a layer that makes too much of what it is given',
    training: {
      graph: chain('Scaled', [1, 1, 1], [fc(4), relu, scale(1e30), scale(1e30), fc(3)]),
      job: tinyJob,
      dataSet: withPixel(1),
    },
    failed: {
      layer: 'scale.4',
      message:
        'The loss in step 1 of 6 is no longer a finite number. It began in step 1, with infinity in scale.4/output, ' +
        'before the first update: its values are too large. Put bn before scale.4, or scale the images.',
    },
  },
  {
    name: 'an image that holds no number',
    training: { graph: plain, job: tinyJob, dataSet: withPixel(Number.NaN) },
    failed: {
      layer: undefined,
      message: expect.stringMatching(/NaN is in the images of step \d\. Correct the data\.$/),
    },
  },
];
