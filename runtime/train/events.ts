// What a training tells while it runs, as plain data: the command line prints these as JSON lines, the webview draws
// them. They cross borders (a pipe, a message port), so their receiver checks them with `parseTrainingEvent`.
//
// Losses are means over images, accuracies fractions from 0 to 1, times in seconds, sizes in bytes; steps and epochs
// count from 1. The last event of a training is `done`, `stopped` or `failed`, never two of them.
import type { ActivationStorage } from '../../model/index.js';

/** The program is planned and its memory allocated; the first step comes next. */
export interface StartEvent {
  readonly event: 'start';
  readonly network: string;
  readonly data: string;
  readonly backend: 'webgpu' | 'reference';
  /** For people: the adapter's name, or `plain TypeScript on the CPU`. */
  readonly description: string;
  /** What the executor allocated. */
  readonly bytes: number;
  readonly batch: number;
  /** How many equal parts of it are computed one after the other, for less memory. */
  readonly parts: number;
  /**
   * How a job that asks for `f16` has its activations kept: in `f32` where the backend has no other. Absent: it asks
   * for nothing.
   */
  readonly storage?: ActivationStorage;
  readonly steps: number;
  readonly epochs: number;
  readonly seed: number;
}

/** The device was lost; the training goes on upon a new one from where it was last kept. */
export interface ResumedEvent {
  readonly event: 'resumed';
  /** Steps that need not be done again; those after it that were told already are not told once more. */
  readonly step: number;
  readonly steps: number;
  /** For people: why, e.g. `The GPU was lost (the driver was updated).` */
  readonly reason: string;
  /** Of the new device. */
  readonly description: string;
  readonly bytes: number;
  /** As at the start. */
  readonly storage?: ActivationStorage;
}

/** One step is done; loss and accuracy are its batch's, before the step changed the parameters. */
export interface StepEvent {
  readonly event: 'step';
  readonly step: number;
  /** Of the whole training. */
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** In force in this step. */
  readonly learningRate: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Over the last steps. */
  readonly imagesPerSecond: number;
}

/**
 * How the training does on images it does not learn from: the test images, or where a share of the training images is
 * kept aside, those.
 */
export type Watched = Partial<TestScore & ValidationScore>;

export interface TestScore {
  readonly testLoss: number;
  readonly testAccuracy: number;
}

export interface ValidationScore {
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

/** The figures of `Watched` that an event has. */
export function watched({ testLoss, testAccuracy, validationLoss, validationAccuracy }: Watched): Watched {
  return {
    ...(testLoss !== undefined && { testLoss, testAccuracy }),
    ...(validationLoss !== undefined && { validationLoss, validationAccuracy }),
  };
}

/** Every training image was seen once more, and the images it is watched with were evaluated. */
export interface EpochEvent extends Watched {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly epochs: number;
  /** Over the epoch's training images, each measured when its step ran. */
  readonly loss: number;
  readonly accuracy: number;
  /** Over all steps so far, the evaluations left out. */
  readonly imagesPerSecond: number;
}

/**
 * All epochs are done; the figures are the last epoch's, those on the test images the end's, the time is the whole
 * training's.
 */
export interface DoneEvent extends Watched {
  readonly event: 'done';
  readonly epochs: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** Asked to stop; the figures are the last step's and the last whole epoch's, where there was one. */
export interface StoppedEvent extends Watched {
  readonly event: 'stopped';
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly loss?: number;
  readonly accuracy?: number;
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

export type TrainingEvent = StartEvent | ResumedEvent | StepEvent | EpochEvent | DoneEvent | StoppedEvent | FailedEvent;

/** How a training ended. */
export type TrainingResult = DoneEvent | StoppedEvent | FailedEvent;

/** Whether an event ends its training. */
export function isLast(event: TrainingEvent): event is TrainingResult {
  return event.event === 'done' || event.event === 'stopped' || event.event === 'failed';
}

type Check = (value: unknown) => boolean;
const finite: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const fraction: Check = (value) => finite(value) && (value as number) >= 0 && (value as number) <= 1;
const text: Check = (value) => typeof value === 'string' && value.length <= 10_000;
const backend: Check = (value) => value === 'webgpu' || value === 'reference';
const storage: Check = (value) => value === 'f32' || value === 'f16';
const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const watchedFields = {
  testLoss: orAbsent(finite),
  testAccuracy: orAbsent(fraction),
  validationLoss: orAbsent(finite),
  validationAccuracy: orAbsent(fraction),
};

type Fields<E> = { readonly [K in Exclude<keyof E, 'event'>]-?: Check };

const fieldsOf: { readonly [E in TrainingEvent as E['event']]: Fields<E> } = {
  start: {
    network: text,
    data: text,
    backend,
    description: text,
    bytes: count,
    batch: count,
    parts: count,
    storage: orAbsent(storage),
    steps: count,
    epochs: count,
    seed: count,
  },
  resumed: { step: count, steps: count, reason: text, description: text, bytes: count, storage: orAbsent(storage) },
  step: {
    step: count,
    steps: count,
    epoch: count,
    epochs: count,
    learningRate: finite,
    loss: finite,
    accuracy: fraction,
    imagesPerSecond: finite,
  },
  epoch: {
    epoch: count,
    epochs: count,
    loss: finite,
    accuracy: fraction,
    ...watchedFields,
    imagesPerSecond: finite,
  },
  done: {
    epochs: count,
    loss: finite,
    accuracy: fraction,
    ...watchedFields,
    testLoss: finite,
    testAccuracy: fraction,
    seconds: finite,
    imagesPerSecond: finite,
  },
  stopped: {
    step: count,
    steps: count,
    epoch: count,
    epochs: count,
    seconds: finite,
    loss: orAbsent(finite),
    accuracy: orAbsent(fraction),
    ...watchedFields,
  },
  failed: { message: text, reason: orAbsent(text), layer: orAbsent(text) },
};

/** The event that an untrusted value is, with its own fields only; undefined when it is none. */
export function parseTrainingEvent(value: unknown): TrainingEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const given = value as Record<string, unknown>;
  if (typeof given.event !== 'string' || !Object.hasOwn(fieldsOf, given.event)) return undefined;
  const parsed: Record<string, unknown> = { event: given.event };
  for (const [name, check] of Object.entries<Check>(fieldsOf[given.event as TrainingEvent['event']])) {
    const field = Object.hasOwn(given, name) ? given[name] : undefined;
    if (!check(field)) return undefined;
    if (field !== undefined) parsed[name] = field;
  }
  return parsed as unknown as TrainingEvent;
}
