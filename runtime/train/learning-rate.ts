// The learning rate of every step: the formulas of PyTorch's schedulers, with times in epochs. A warm-up multiplies
// what follows it, as `ChainedScheduler` does; cosine begins where the warm-up ends, as after a `SequentialLR`.
// https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
import type { LongSchedule, TrainingJob } from '../../model/index.js';

/** What the rates of a training hang on. */
export type Scheduled = Pick<TrainingJob, 'schedule' | 'epochs'> & {
  readonly optimizer: Pick<TrainingJob['optimizer'], 'learningRate'>;
};

/** The learning rate of a step, counted from 0. */
export type LearningRates = (step: number) => number;

/** @param stepsPerEpoch a positive integer */
export function learningRates({ schedule, epochs, optimizer }: Scheduled, stepsPerEpoch: number): LearningRates {
  const { learningRate } = optimizer;
  const steps = epochs * stepsPerEpoch;
  if (schedule.kind !== 'warmup') return ratesOf(schedule, learningRate, { stepsPerEpoch, from: 0, steps });
  const warm = schedule.epochs * stepsPerEpoch;
  const next = ratesOf(schedule.next, learningRate, { stepsPerEpoch, from: Math.min(warm, steps), steps });
  // LinearLR: start_factor + (1 - start_factor)*min(t, total_iters)/total_iters
  return (step) => next(step) * (schedule.start + (1 - schedule.start) * Math.min(1, step / warm));
}

interface Times {
  readonly stepsPerEpoch: number;
  /** Steps that a warm-up takes before. */
  readonly from: number;
  readonly steps: number;
}

function ratesOf(schedule: LongSchedule, rate: number, { stepsPerEpoch, from, steps }: Times): LearningRates {
  switch (schedule.kind) {
    case 'constant':
      return () => rate;
    case 'step': {
      // StepLR: lr*gamma^floor(epoch/step_size)
      const every = schedule.every * stepsPerEpoch;
      return (step) => rate * schedule.factor ** reached(step / every);
    }
    case 'milestones': {
      // MultiStepLR: lr*gamma^(milestones reached)
      const at = schedule.at.map((epoch) => epoch * stepsPerEpoch);
      return (step) => rate * schedule.factor ** at.filter((milestone) => reached(step / milestone) > 0).length;
    }
    case 'cosine': {
      // CosineAnnealingLR: eta_min + (lr - eta_min)*(1 + cos(pi*t/T_max))/2
      const { end } = schedule;
      return (step) => {
        const done = Math.max(0, step - from) / Math.max(1, steps - from);
        return end + ((rate - end) * (1 + Math.cos(Math.PI * done))) / 2;
      };
    }
  }
}

/** The whole part, with room for the rounding of times such as 0.3 epochs. */
function reached(times: number): number {
  return Math.floor(times + 1e-9);
}
