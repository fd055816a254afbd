// The events of a training, as plain data: the command line prints them as JSON lines, the webview draws them. They
// cross a pipe or a message port, so their receiver checks them with `parseTrainingEvent`.
import type { ActivationStorage } from '../../model/index.js';
import { count, finite, fraction, oneOf, optional, parse, text, variant } from '../../model/schema.js';
import { type TargetId, targetIds } from '../ir/index.js';
import { type Score, scoreIn, type TestScore, type Watched, watched } from './score.js';

export type { Score, Watched } from './score.js';

/** The program is planned and its memory allocated; the first step comes next. */
export interface StartEvent {
  readonly event: 'start';
  readonly network: string;
  readonly data: string;
  readonly backend: TargetId;
  /** For people: the adapter's name, or `WebAssembly on the CPU, 2 threads, ...`. */
  readonly description: string;
  /** What the executor allocated. */
  readonly bytes: number;
  readonly batch: number;
  /** The batch of the job, where it is larger than the training images; `batch` is then all of them. */
  readonly requestedBatch?: number;
  /** Micro-batches: equal parts of the batch, computed one after the other for less memory. */
  readonly parts: number;
  /**
   * How activations are stored for a job that asks for `f16`: `f32` where the backend has no f16. Absent: the job does
   * not ask.
   */
  readonly storage?: ActivationStorage;
  readonly steps: number;
  readonly epochs: number;
  readonly seed: number;
}

/** The device or the process was lost; the training continues on a new one from the last snapshot. */
export interface ResumedEvent {
  readonly event: 'resumed';
  /** Steps that need not be repeated; later steps that were reported already are not reported again. */
  readonly step: number;
  readonly steps: number;
  /** For people: why, e.g. `The GPU was lost (the driver was updated).` */
  readonly reason: string;
  /** Of the device, as at the start. */
  readonly description: string;
  readonly bytes: number;
  /** As at the start. */
  readonly storage?: ActivationStorage;
}

/** One step is done; its score is its batch's, before the step changed the parameters. */
export interface StepEvent extends Score {
  readonly event: 'step';
  readonly step: number;
  /** Of the whole training. */
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** In force in this step. */
  readonly learningRate: number;
  /** Over the last steps. */
  readonly imagesPerSecond: number;
}

/**
 * Every training image was seen once more, and the images it is watched with were evaluated. Its score is over the
 * epoch's training images, each measured when its step ran.
 */
export interface EpochEvent extends Score, Watched {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly epochs: number;
  /** Over all steps so far, the evaluations left out. */
  readonly imagesPerSecond: number;
}

/**
 * All epochs are done; the figures are the last epoch's, those on the test images the end's, the time is the whole
 * training's.
 */
interface DoneEvent extends Score, Watched, TestScore {
  readonly event: 'done';
  readonly epochs: number;
  readonly testLoss: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** Asked to stop; the figures are the last step's and the last whole epoch's, where there was one. */
export interface StoppedEvent extends Partial<Score>, Watched {
  readonly event: 'stopped';
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly seconds: number;
}

/** It could not go on; the message says why, with the numbers, and what to do. */
export interface FailedEvent {
  readonly event: 'failed';
  readonly message: string;
  /** What kind of thing went wrong, where it is one that is known: `device-lost`, `out-of-memory`, `not-finite`, ... */
  readonly reason?: string;
  /** The path of the layer where it went wrong, where it was one. */
  readonly layer?: string;
}

/**
 * Losses are means over images or labelled pixels, accuracies fractions from 0 to 1, ratios in dB, times in seconds,
 * sizes in bytes; steps and epochs count from 1. The last event of a training is `done`, `stopped` or `failed`, never
 * two of them.
 */
export type TrainingEvent = StartEvent | ResumedEvent | StepEvent | EpochEvent | DoneEvent | StoppedEvent | FailedEvent;

/** How a training ended. */
export type TrainingResult = DoneEvent | StoppedEvent | FailedEvent;

/** Whether an event ends its training. */
export function isLast(event: TrainingEvent): event is TrainingResult {
  return event.event === 'done' || event.event === 'stopped' || event.event === 'failed';
}

const metricFields = { accuracy: optional(fraction), psnr: optional(finite) };

const scoreFields = { loss: finite, ...metricFields };

const watchedFields = {
  testLoss: optional(finite),
  testAccuracy: metricFields.accuracy,
  testPsnr: metricFields.psnr,
  validationLoss: optional(finite),
  validationAccuracy: metricFields.accuracy,
  validationPsnr: metricFields.psnr,
};

const storage = optional(oneOf('f32', 'f16'));

const trainingEvent = variant<TrainingEvent, 'event'>('event', {
  start: {
    network: text,
    data: text,
    backend: oneOf(...targetIds),
    description: text,
    bytes: count,
    batch: count,
    requestedBatch: optional(count),
    parts: count,
    storage,
    steps: count,
    epochs: count,
    seed: count,
  },
  resumed: { step: count, steps: count, reason: text, description: text, bytes: count, storage },
  step: {
    step: count,
    steps: count,
    epoch: count,
    epochs: count,
    learningRate: finite,
    ...scoreFields,
    imagesPerSecond: finite,
  },
  epoch: {
    epoch: count,
    epochs: count,
    ...scoreFields,
    ...watchedFields,
    imagesPerSecond: finite,
  },
  done: {
    epochs: count,
    ...scoreFields,
    ...watchedFields,
    testLoss: finite,
    seconds: finite,
    imagesPerSecond: finite,
  },
  stopped: {
    step: count,
    steps: count,
    epoch: count,
    epochs: count,
    seconds: finite,
    ...metricFields,
    loss: optional(finite),
    ...watchedFields,
  },
  failed: { message: text, reason: optional(text), layer: optional(text) },
});

/** The newest events of a training, as far as there are any. */
export interface Progress {
  readonly start?: StartEvent;
  readonly step?: StepEvent;
  readonly epoch?: EpochEvent;
}

/** The last event of a training that had to be ended from outside, from what it reported before. */
export function stoppedAfter({ start, step, epoch }: Progress, epochs: number, seconds: number): StoppedEvent {
  return {
    event: 'stopped',
    step: step?.step ?? 0,
    steps: step?.steps ?? start?.steps ?? 0,
    epoch: step?.epoch ?? 1,
    epochs: step?.epochs ?? start?.epochs ?? epochs,
    seconds,
    ...(step && scoreIn(step)),
    ...(epoch && watched(epoch)),
  };
}

/** The event that an untrusted value represents, with its own fields only, if any. */
export function parseTrainingEvent(value: unknown): TrainingEvent | undefined {
  return parse(trainingEvent, value);
}
