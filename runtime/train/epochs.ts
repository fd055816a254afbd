// The loop over epochs: every training image once in a random order, then an evaluation on the validation images, or
// on the test images where no training images are held out; with validation, the test images are seen once, at the end.
// Starts from the last snapshot, which is the beginning unless a device was lost.
import type { TrainingJob } from '../../model/index.js';
import type { Executor } from '../backends/backend.js';
import type { Preparation } from '../data/augment.js';
import { inOrder } from '../data/batches.js';
import type { DataSet, Images } from '../data/dataset.js';
import { FaultError } from '../faults/index.js';
import type { Batch } from '../ir/index.js';
import { createPass, noSums, plus, type Sums, scoreOf } from './dataset-pass.js';
import type { EpochEvent, StoppedEvent, TrainingEvent, TrainingResult } from './events.js';
import {
  asTestScore,
  asValidationScore,
  type Score,
  type TestScore,
  testScoreIn,
  type ValidationScore,
  watched,
} from './score.js';
import type { Snapshots } from './snapshots.js';
import type { StepSchedule } from './step-schedule.js';
import type { Throughput } from './throughput.js';

export interface Run {
  /** Its tensors are those of `snapshots.last`. */
  readonly executor: Executor;
  readonly snapshots: Snapshots;
  readonly job: TrainingJob;
  /** Where the job's batch was clamped. */
  readonly requestedBatch: number | undefined;
  readonly schedule: StepSchedule;
  readonly dataSet: DataSet;
  /** Of the data set. */
  readonly preparation: Preparation;
  readonly reported: Reported;
  readonly throughput: Throughput;
  /** By `performance.now()`. */
  readonly started: number;
  readonly onEvent: (event: TrainingEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** What a training has reported so far: steps that are repeated on another device are not reported twice. */
interface Reported {
  /** Steps. */
  step: number;
  score?: Score;
  epoch?: EpochEvent;
}

/** Trains to the end of the job's epochs and gives the last event (not yet reported). Rejects with a FaultError. */
export async function runEpochs(run: Run): Promise<TrainingResult> {
  const { executor, snapshots, job, schedule, dataSet, preparation, reported, throughput, onEvent, signal } = run;
  const { epochs, batch } = job;
  const { steps, stepsPerEpoch } = schedule;
  const pass = createPass(preparation, batch);
  let done = snapshots.last?.step ?? 0;
  throughput.begin();

  /** @param after steps done, the last of which may be to blame */
  const notFinite = (what: string, after: number) =>
    new FaultError({
      kind: 'not-finite',
      what,
      done: after,
      learningRate: schedule.settingsOf(after - 1).learningRate,
    });

  const trainEpoch = async (epoch: number, before: Sums): Promise<Score> => {
    let sums = before;
    const first = (epoch - 1) * stepsPerEpoch;
    const runStep = (images: Batch, index: number) => {
      snapshots.beforeStep(first + index, done, sums);
      return executor.step(images, schedule.settingsOf(first + index), signal);
    };
    const order = schedule.orderOf(epoch);
    throughput.resume();
    try {
      for await (const result of pass(dataSet.train, order, runStep, {
        signal,
        epoch: { step: first, done: done - first },
      })) {
        done++;
        throughput.add(result.count);
        sums = plus(sums, result);
        snapshots.afterStep(done, sums);
        const { learningRate } = schedule.settingsOf(done - 1);
        const score = scoreOf(result);
        if (!Number.isFinite(score.loss)) throw notFinite(`The loss in step ${done} of ${steps}`, done);
        if (snapshots.nonFiniteStep)
          throw notFinite(`A value learned in the first ${snapshots.nonFiniteStep} steps`, snapshots.nonFiniteStep);
        if (done <= reported.step) continue;
        reported.step = done;
        reported.score = score;
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
    for await (const result of pass(images, order, runBatch, { signal })) sums = plus(sums, result);
    const score = scoreOf(sums);
    if (signal?.aborted || Number.isFinite(score.loss)) return score;
    throw notFinite(`The loss on the ${name} images after epoch ${done / stepsPerEpoch}`, done);
  };
  const test = async (): Promise<TestScore> =>
    asTestScore(await evaluate(dataSet.test, inOrder(dataSet.test.count), 'test'));
  const validate = async (): Promise<ValidationScore> =>
    asValidationScore(await evaluate(dataSet.train, schedule.validation, 'validation'));

  for (let epoch = Math.floor(done / stepsPerEpoch) + 1; epoch <= epochs; epoch++) {
    const score = await trainEpoch(epoch, (epoch - 1) * stepsPerEpoch < done ? snapshots.last!.sums : noSums);
    if (signal?.aborted) return describeStop(run, epoch);
    if (reported.epoch && epoch <= reported.epoch.epoch) continue;
    const watching = schedule.validation.length > 0 ? await validate() : await test();
    if (signal?.aborted) return describeStop(run, epoch);
    const imagesPerSecond = throughput.overall();
    reported.epoch = { event: 'epoch', epoch, epochs, ...score, ...watching, imagesPerSecond };
    onEvent(reported.epoch);
  }
  const { event: _, epoch: __, ...figures } = reported.epoch!;
  const alreadyTested = testScoreIn(figures);
  const tested = alreadyTested ? asTestScore(alreadyTested) : await test();
  if (signal?.aborted) return describeStop(run, epochs);
  return { event: 'done', ...figures, ...tested, seconds: secondsSince(run) };
}

const secondsSince = ({ started }: Pick<Run, 'started'>) => (performance.now() - started) / 1000;

/** The last event of a training that is stopped in this epoch; by default in that of the next step. */
export function describeStop(run: Omit<Run, 'executor' | 'snapshots'>, inEpoch?: number): StoppedEvent {
  const { reported, job, schedule } = run;
  const { steps, stepsPerEpoch } = schedule;
  const { step, score } = reported;
  const { epochs } = job;
  const epoch = inEpoch ?? Math.min(epochs, Math.floor(step / stepsPerEpoch) + 1);
  const figures = { ...score, ...(reported.epoch && watched(reported.epoch)) };
  return { event: 'stopped', step, steps, epoch, epochs, seconds: secondsSince(run), ...figures };
}
