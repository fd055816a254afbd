// The loop over epochs: every training image once in an order of its own, then the test images. It begins where the
// training was kept last, which is the beginning unless a device was lost.
import type { TrainingJob } from '../../language/graph/index.js';
import type { Preparation } from '../data/augment.js';
import { inOrder } from '../data/batches.js';
import type { DataSet } from '../data/dataset.js';
import { type Batch, type Executor, FaultError } from '../program/index.js';
import type { Course } from './course.js';
import type { EpochEvent, StoppedEvent, TrainingEvent, TrainingResult } from './events.js';
import type { Keeping } from './keeping.js';
import { createPass, noSums, plus, type Score, type Sums, scoreOf } from './pass.js';
import type { Throughput } from './throughput.js';

export interface Run {
  /** Its parameters are what `keeping.last` says. */
  readonly executor: Executor;
  readonly keeping: Keeping;
  readonly job: TrainingJob;
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
export interface Told {
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

  /** @param after steps done, the last of which may be to blame */
  const notFinite = (what: string, after: number) =>
    new FaultError({ kind: 'not-finite', what, done: after, learningRate: course.settingsOf(after - 1).learningRate });

  const trainEpoch = async (epoch: number, before: Sums): Promise<Score> => {
    let sums = before;
    const first = (epoch - 1) * stepsPerEpoch;
    const runStep = (images: Batch, index: number) => {
      keeping.before(first + index, done, sums);
      return executor.step(images, course.settingsOf(first + index));
    };
    const order = course.orderOf(epoch);
    throughput.resume();
    for await (const result of pass(dataSet.train, order, runStep, signal, { step: first, done: done - first })) {
      done++;
      throughput.add(result.count);
      sums = plus(sums, result);
      keeping.after(done, sums);
      const score = scoreOf(result);
      if (!Number.isFinite(score.loss)) throw notFinite(`The loss in step ${done} of ${steps}`, done);
      if (keeping.spoiled) throw notFinite(`A value learned in the first ${keeping.spoiled} steps`, keeping.spoiled);
      if (done <= told.step) continue;
      told.step = done;
      told.score = score;
      onEvent({ event: 'step', step: done, steps, epoch, epochs, ...score, imagesPerSecond: throughput.recent() });
    }
    throughput.pause();
    return scoreOf(sums);
  };

  const test = async (epoch: number): Promise<Score> => {
    let sums = noSums;
    const order = inOrder(dataSet.test.count);
    const evaluate = (images: Batch) => executor.evaluate(images);
    for await (const result of pass(dataSet.test, order, evaluate, signal)) sums = plus(sums, result);
    const score = scoreOf(sums);
    if (signal?.aborted || Number.isFinite(score.loss)) return score;
    throw notFinite(`The loss on the test images after epoch ${epoch}`, done);
  };

  const seconds = () => (performance.now() - run.started) / 1000;
  const stopped = (epoch: number): StoppedEvent => {
    const { testLoss, testAccuracy } = told.epoch ?? {};
    const { step, score } = told;
    return { event: 'stopped', step, steps, epoch, epochs, seconds: seconds(), ...score, testLoss, testAccuracy };
  };

  for (let epoch = Math.floor(done / stepsPerEpoch) + 1; epoch <= epochs; epoch++) {
    const { loss, accuracy } = await trainEpoch(
      epoch,
      (epoch - 1) * stepsPerEpoch < done ? keeping.last!.sums : noSums,
    );
    if (signal?.aborted) return stopped(epoch);
    if (told.epoch && epoch <= told.epoch.epoch) continue;
    const { loss: testLoss, accuracy: testAccuracy } = await test(epoch);
    if (signal?.aborted) return stopped(epoch);
    const imagesPerSecond = throughput.overall();
    told.epoch = { event: 'epoch', epoch, epochs, loss, accuracy, testLoss, testAccuracy, imagesPerSecond };
    onEvent(told.epoch);
  }
  const { event: _, epoch: __, ...figures } = told.epoch!;
  return { event: 'done', ...figures, seconds: seconds() };
}
