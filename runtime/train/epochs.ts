// The loop over epochs: every training image once in an order of its own, then the test images.
import type { TrainingJob } from '../../language/graph/index.js';
import { prepare } from '../data/augment.js';
import { inOrder, shuffledOrder } from '../data/batches.js';
import type { DataSet } from '../data/dataset.js';
import { type Batch, type Executor, mulberry32, pcg } from '../program/index.js';
import type { EpochEvent, StoppedEvent, TrainingEvent, TrainingResult } from './events.js';
import { createPass, createTally, type Score, scoreOf } from './pass.js';
import { createThroughput } from './throughput.js';

interface Run {
  /** Its parameters are at their beginning. */
  readonly executor: Executor;
  readonly job: TrainingJob;
  readonly dataSet: DataSet;
  readonly onEvent: (event: TrainingEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** Trains for the job's epochs and gives the last event (not yet told). Rejects with a reason when it cannot go on. */
export async function runEpochs({ executor, job, dataSet, onEvent, signal }: Run): Promise<TrainingResult> {
  const { network, augment, batch, epochs, seed, optimizer } = job;
  const stepsPerEpoch = Math.ceil(dataSet.train.count / batch);
  const steps = stepsPerEpoch * epochs;
  const { backend, description, allocatedBytes: bytes } = executor;
  onEvent({ event: 'start', network, data: dataSet.name, backend, description, bytes, batch, steps, epochs, seed });

  const started = performance.now();
  const throughput = createThroughput();
  const pass = createPass(prepare(dataSet, augment, seed), batch);
  const random = mulberry32(pcg(seed));
  let step = 0;
  let lastStep: Score | undefined;
  let lastEpoch: EpochEvent | undefined;

  const trainEpoch = async (epoch: number): Promise<Score> => {
    const tally = createTally();
    const first = step;
    const order = shuffledOrder(dataSet.train.count, random);
    const runStep = (images: Batch, index: number) =>
      executor.step(images, { learningRate: optimizer.learningRate, step: first + index, seed });
    throughput.resume();
    for await (const result of pass(dataSet.train, order, runStep, signal, first)) {
      step++;
      throughput.add(result.count);
      tally.add(result);
      lastStep = requireFinite(scoreOf(result), `in step ${step} of ${steps}`, job);
      onEvent({ event: 'step', step, steps, epoch, epochs, ...lastStep, imagesPerSecond: throughput.recent() });
    }
    throughput.pause();
    return tally.score();
  };

  const test = async (epoch: number): Promise<Score> => {
    const tally = createTally();
    const order = inOrder(dataSet.test.count);
    for await (const result of pass(dataSet.test, order, (images) => executor.evaluate(images), signal)) {
      tally.add(result);
    }
    return signal?.aborted
      ? tally.score()
      : requireFinite(tally.score(), `on the test images after epoch ${epoch}`, job);
  };

  const seconds = () => (performance.now() - started) / 1000;
  const stopped = (epoch: number): StoppedEvent => {
    const { testLoss, testAccuracy } = lastEpoch ?? {};
    return { event: 'stopped', step, steps, epoch, epochs, seconds: seconds(), ...lastStep, testLoss, testAccuracy };
  };

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const { loss, accuracy } = await trainEpoch(epoch);
    if (signal?.aborted) return stopped(epoch);
    const { loss: testLoss, accuracy: testAccuracy } = await test(epoch);
    if (signal?.aborted) return stopped(epoch);
    const imagesPerSecond = throughput.overall();
    lastEpoch = { event: 'epoch', epoch, epochs, loss, accuracy, testLoss, testAccuracy, imagesPerSecond };
    onEvent(lastEpoch);
  }
  const { event: _, epoch: __, ...figures } = lastEpoch!;
  return { event: 'done', ...figures, seconds: seconds() };
}

/** The score, or an error that says what to do when the loss ran away. */
function requireFinite(score: Score, where: string, { optimizer: { learningRate } }: TrainingJob): Score {
  if (Number.isFinite(score.loss)) return score;
  const lower = Number((learningRate / 10).toPrecision(2));
  throw new Error(
    `The loss ${where} is no longer a finite number: the steps are too long. ` +
      `Lower the learning rate from ${learningRate}, e.g. to lr=${lower}.`,
  );
}
