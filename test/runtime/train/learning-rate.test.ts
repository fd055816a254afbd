// Learning rates against PyTorch's schedulers, step by step, and the times between two steps.
import { describe, expect, it, test } from 'vitest';
import { learningRates } from '../../../runtime/train/learning-rate.js';
import { torchTraining } from '../../support/torch-training.js';

test.each(torchTraining.schedules)(
  "PyTorch's rates: $schedule",
  ({ schedule, learningRate, stepsPerEpoch, epochs, rates }) => {
    const rateOf = learningRates({ schedule, epochs, optimizer: { learningRate } }, stepsPerEpoch);
    expect(rates).toHaveLength(epochs * stepsPerEpoch);
    rates.forEach((rate, step) => {
      expect(Math.abs(rateOf(step) / rate - 1), `step ${step}`).toBeLessThan(1e-12);
    });
  },
);

describe('a schedule', () => {
  const optimizer = { learningRate: 1 };

  it('changes at the first step after a time that is no whole number of steps', () => {
    const schedule = { kind: 'milestones', at: [0.5, 1.1], factor: 0.5 } as const;
    const rateOf = learningRates({ schedule, epochs: 2, optimizer }, 3);
    expect([0, 1, 2, 3, 4, 5].map(rateOf)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
  });

  it('reaches a time that is a whole number of steps in spite of rounding', () => {
    // 0.1*7 is 0.7000000000000001.
    const schedule = { kind: 'step', every: 0.1, factor: 0.5 } as const;
    const rateOf = learningRates({ schedule, epochs: 1, optimizer }, 30);
    expect(Array.from({ length: 30 }, (_, step) => rateOf(step))).toEqual(
      Array.from({ length: 30 }, (_, step) => 0.5 ** Math.floor(step / 3)),
    );
  });

  it('warms up all the time where the training is shorter than its warm-up', () => {
    const schedule = { kind: 'warmup', epochs: 4, start: 0, next: { kind: 'cosine', end: 0 } } as const;
    const rateOf = learningRates({ schedule, epochs: 1, optimizer }, 2);
    expect([0, 1].map(rateOf)).toEqual([0, 1 / 8]);
  });
});
