// Checks that a value is a training job, before anything is built from it.
import type { Clipping, LongSchedule, Loss, Optimizer, TrainingJob } from '../../../model/index.js';
import { arrayOf, count, finite, flag, isRecord, kindIn, positive, text } from './checks.js';
import { isAugmentation, isDataSource } from './data-checks.js';

const maximumSteps = 100;
/** Epochs of a schedule, paths of what is frozen. */
const maximumItems = 1_000;

export function isTrainingJob(value: unknown): value is TrainingJob {
  if (!isRecord(value)) return false;
  return (
    text(value.network) &&
    isDataSource(value.data) &&
    arrayOf(isAugmentation, maximumSteps)(value.augment) &&
    [value.batch, value.epochs].every(positive) &&
    count(value.seed) &&
    isLoss(value.loss) &&
    isOptimizer(value.optimizer) &&
    (isSchedule(value.schedule) || isWarmup(value.schedule)) &&
    (value.clip === undefined || isClipping(value.clip)) &&
    (value.init === 'he' || value.init === 'xavier') &&
    arrayOf(text, maximumItems)(value.freeze) &&
    isShare(value.validation) &&
    value.validation < 1 &&
    flag(value.checkpoint) &&
    (value.storage === 'f32' || value.storage === 'f16') &&
    (value.memory === undefined || positive(value.memory))
  );
}

const hasItsArguments = kindIn<Optimizer>({
  sgd: ({ momentum, nesterov }) => finite(momentum) && flag(nesterov),
  adagrad: ({ eps }) => finite(eps),
  rmsprop: ({ decay, eps }) => [decay, eps].every(finite),
  adam: ({ beta1, beta2, eps }) => [beta1, beta2, eps].every(finite),
  adamw: ({ beta1, beta2, eps }) => [beta1, beta2, eps].every(finite),
});

function isOptimizer(value: unknown): value is Optimizer {
  return isRecord(value) && [value.learningRate, value.weightDecay].every(finite) && hasItsArguments(value);
}

const isLoss = kindIn<Loss>({
  cross_entropy: ({ smoothing }) => isShare(smoothing),
  mse: () => true,
});

const isSchedule = kindIn<LongSchedule>({
  constant: () => true,
  step: ({ every, factor }) => isAbove0(every) && isAbove0(factor),
  milestones: ({ at, factor }) => arrayOf(isAbove0, maximumItems)(at) && isAbove0(factor),
  cosine: ({ end }) => finite(end) && end >= 0,
});

const isWarmup = kindIn({
  warmup: ({ epochs, start, next }) => isAbove0(epochs) && isShare(start) && isSchedule(next),
});

const isClipping = kindIn<Clipping>({
  norm: ({ limit }) => isAbove0(limit),
  value: ({ limit }) => isAbove0(limit),
});

function isShare(value: unknown): value is number {
  return finite(value) && value >= 0 && value <= 1;
}

function isAbove0(value: unknown): value is number {
  return finite(value) && value > 0;
}
