// The schema of a training job: its data, augmentation, loss, optimizer and schedule.
import {
  type Augmentation,
  type Clipping,
  type DataSource,
  type LongSchedule,
  type Loss,
  maxSeed,
  type Optimizer,
  type Schedule,
  type TrainingJob,
} from '../../../model/index.js';
import {
  above0,
  arrayOf,
  boolean,
  count,
  finite,
  fraction,
  numberFrom,
  object,
  oneOf,
  optional,
  positive,
  text,
  variant,
  where,
} from '../../../model/schema.js';
import { padding, pairOf, shape } from './shape-schemas.js';

const maxAugmentations = 100;
/** Of a schedule's milestones and of frozen paths. */
const maxItems = 1_000;

const path = where(text, (value) => value !== '');

const seed = where(count, (value) => value <= maxSeed);

const data = variant<DataSource, 'kind'>('kind', {
  digits: {},
  mnist: { path },
  fashion_mnist: { path },
  cifar10: { path },
  folder: { path, size: shape, test: finite },
  npz: { path },
  shapes: { size: shape, train: positive, test: positive, seed },
});

const augmentation = variant<Augmentation, 'kind'>('kind', {
  flip: {},
  crop: { size: pairOf(positive), padding },
  normalise: {},
});

const rates = { learningRate: finite, weightDecay: finite };

const optimizer = variant<Optimizer, 'kind'>('kind', {
  sgd: { ...rates, momentum: finite, nesterov: boolean },
  adagrad: { ...rates, eps: finite },
  rmsprop: { ...rates, decay: finite, eps: finite },
  adam: { ...rates, beta1: finite, beta2: finite, eps: finite },
  adamw: { ...rates, beta1: finite, beta2: finite, eps: finite },
});

const loss = variant<Loss, 'kind'>('kind', { cross_entropy: { smoothing: fraction }, mse: {}, mae: {} });

const longSchedules = {
  constant: {},
  step: { every: above0, factor: above0 },
  milestones: { at: arrayOf(above0, maxItems), factor: above0 },
  cosine: { end: numberFrom(0) },
};

const schedule = variant<Schedule, 'kind'>('kind', {
  ...longSchedules,
  warmup: { epochs: above0, start: fraction, next: variant<LongSchedule, 'kind'>('kind', longSchedules) },
});

const clip = variant<Clipping, 'kind'>('kind', { norm: { limit: above0 }, value: { limit: above0 } });

export const job = object<TrainingJob>({
  network: text,
  data,
  augment: arrayOf(augmentation, maxAugmentations),
  goal: oneOf('class', 'label-map', 'image', 'input'),
  loss,
  optimizer,
  schedule,
  clip: optional(clip),
  init: oneOf('he', 'xavier'),
  freeze: arrayOf(text, maxItems),
  validation: where(fraction, (share) => share < 1),
  checkpoint: boolean,
  storage: oneOf('f32', 'f16'),
  memory: optional(positive),
  batch: positive,
  epochs: positive,
  seed,
});
