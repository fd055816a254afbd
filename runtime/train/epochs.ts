// The loop over epochs: every training image once in an order of its own, then the images the training is watched
// with, which are the test images unless some training images are kept aside; the test images are then seen once, at
// the end. It begins where the training was kept last, which is the beginning unless a device was lost.
import type { TrainingJob } from '../../model/index.js';
import type { Executor } from '../backends/backend.js';
import type { Preparation } from '../data/augment.js';
import { inOrder } from '../data/batches.js';
import type { DataSet, Images } from '../data/dataset.js';
import { FaultError } from '../faults/index.js';
import type { Batch } from '../ir/index.js';
import { createPass, noSums, plus, type Score, type Sums, scoreOf } from './dataset-pass.js';
import {
  type EpochEvent,
  type StoppedEvent,
  type TestScore,
  type TrainingEvent,
  type TrainingResult,
  type ValidationScore,
  watched,
} from './events.js';
import type { Keeping } from './snapshots.js';
import type { Course } from './step-schedule.js';
import type { Throughput } from './throughput.js';

export interface Run {
  /** Its parameters are what `keeping.last` says. */
  readonly executor: Executor;
  readonly keeping: Keeping;
  readonly job: TrainingJob;
  /** Where the job's batch was clamped. */
  readonly requestedBatch: number | undefined;
  readonly course: Course;
  readonly dataSet: DataSet;
  /** Of the data set. */
  readonly preparation: Preparation;
  readonly told: Told;
  readonly throughput: Throughput;
  /** By `performance.now()`. */
  readonly started: number;
  readonly onEvent: (event: TrainingEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** How far a training has told of itself: what is run once more on another device is not told twice. */
interface Told {
  /** Steps. */
  step: number;
  score?: Score;
  epoch?: EpochEvent;
}

/** Trains to the end of the job's epochs and gives the last event (not yet told). Rejects with a FaultError. */
export async function runEpochs(run: Run): Promise<TrainingResult> {
  const { executor, keeping, job, course, dataSet, preparation, told, throughput, onEvent, signal } = run;
  const { epochs, batch } = job;
  const { steps, stepsPerEpoch } = course;
  const pass = createPass(preparation, batch);
  let done = keeping.last?.step ?? 0;
  throughput.begin();

  /** @param after steps done, the last of which may be to blame */
  const notFinite = (what: string, after: number) =>
    new FaultError({ kind: 'not-finite', what, done: after, learningRate: course.settingsOf(after - 1).learningRate });

  const trainEpoch = async (epoch: number, before: Sums): Promise<Score> => {
    let sums = before;
    const first = (epoch - 1) * stepsPerEpoch;
    const runStep = (images: Batch, index: number) => {
      keeping.before(first + index, done, sums);
      return executor.step(images, course.settingsOf(first + index), signal);
    };
    const order = course.orderOf(epoch);
    throughput.resume();
    try {
      for await (const result of pass(dataSet.train, order, runStep, signal, { step: first, done: done - first })) {
        done++;
        throughput.add(result.count);
        sums = plus(sums, result);
        keeping.after(done, sums);
        const { learningRate } = course.settingsOf(done - 1);
        const score = scoreOf(result);
        if (!Number.isFinite(score.loss)) throw notFinite(`The loss in step ${done} of ${steps}`, done);
        if (keeping.spoiled) throw notFinite(`A value learned in the first ${keeping.spoiled} steps`, keeping.spoiled);
        if (done <= told.step) continue;
        told.step = done;
        told.score = score;
        const imagesPerSecond = throughput.recent();
        onEvent({ event: 'step', step: done, steps, epoch, epochs, learningRate, ...score, imagesPerSecond });
      }
    } finally {
      throughput.pause();
    }
    return scoreOf(sums);
  };

  const evaluate = async (images: Images, order: Uint32Array, name: string): Promise<Score> => {
    let sums = noSums;
    const runBatch = (batch: Batch) => executor.evaluate(batch, signal);
    for await (const result of pass(images, order, runBatch, signal)) sums = plus(sums, result);
    const score = scoreOf(sums);
    if (signal?.aborted || Number.isFinite(score.loss)) return score;
    throw notFinite(`The loss on the ${name} images after epoch ${done / stepsPerEpoch}`, done);
  };
  const test = async (): Promise<TestScore> => {
    const { loss, accuracy } = await evaluate(dataSet.test, inOrder(dataSet.test.count), 'test');
    return { testLoss: loss, testAccuracy: accuracy };
  };
  const validate = async (): Promise<ValidationScore> => {
    const { loss, accuracy } = await evaluate(dataSet.train, course.validation, 'validation');
    return { validationLoss: loss, validationAccuracy: accuracy };
  };

  for (let epoch = Math.floor(done / stepsPerEpoch) + 1; epoch <= epochs; epoch++) {
    const { loss, accuracy } = await trainEpoch(
      epoch,
      (epoch - 1) * stepsPerEpoch < done ? keeping.last!.sums : noSums,
    );
    if (signal?.aborted) return describeStop(run, epoch);
    if (told.epoch && epoch <= told.epoch.epoch) continue;
    const watching = course.validation.length > 0 ? await validate() : await test();
    if (signal?.aborted) return describeStop(run, epoch);
    const imagesPerSecond = throughput.overall();
    told.epoch = { event: 'epoch', epoch, epochs, loss, accuracy, ...watching, imagesPerSecond };
    onEvent(told.epoch);
  }
  const { event: _, epoch: __, testLoss, testAccuracy, ...figures } = told.epoch!;
  const tested = testLoss === undefined || testAccuracy === undefined ? await test() : { testLoss, testAccuracy };
  if (signal?.aborted) return describeStop(run, epochs);
  return { event: 'done', ...figures, ...tested, seconds: secondsSince(run) };
}

const secondsSince = ({ started }: Pick<Run, 'started'>) => (performance.now() - started) / 1000;

/** The last event of a training that is stopped in this epoch; by default in that of the next step. */
export function describeStop(run: Omit<Run, 'executor' | 'keeping'>, inEpoch?: number): StoppedEvent {
  const { told, job, course } = run;
  const { steps, stepsPerEpoch } = course;
  const { step, score } = told;
  const { epochs } = job;
  const epoch = inEpoch ?? Math.min(epochs, Math.floor(step / stepsPerEpoch) + 1);
  const figures = { ...score, ...(told.epoch && watched(told.epoch)) };
  return { event: 'stopped', step, steps, epoch, epochs, seconds: secondsSince(run), ...figures };
}
