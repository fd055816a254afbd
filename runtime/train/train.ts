// Trains a network: from a graph, a job and a data set to the accuracy on the test images, on any executor.
import type { Graph, TrainingJob } from '../../language/graph/index.js';
import { batchFiller, inOrder, shuffledOrder } from '../data/batches.js';
import type { DataSet } from '../data/dataset.js';
import { type Plan, planProgram } from '../plan/index.js';
import { buildProgram, type Executor, mulberry32, type Program, pcg } from '../program/index.js';
import type { EpochEvent, TrainingEvent, TrainingResult } from './events.js';
import { misfit } from './fit.js';
import { initialise } from './initialise.js';
import { createPass, createTally, type Score } from './pass.js';
import { createThroughput } from './throughput.js';

export interface Training {
  /** A sound network. */
  readonly graph: Graph;
  readonly job: TrainingJob;
  readonly dataSet: DataSet;
  /** Called once; may reject with a reason for people. The executor is disposed of at the end. */
  readonly createExecutor: (program: Program, plan: Plan) => Promise<Executor>;
  /** Called for every step: whoever draws them is the one to leave some out. */
  readonly onEvent: (event: TrainingEvent) => void;
  /** Stops between two steps. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the job and gives its last event, after `onEvent` got it. Never rejects for what can go wrong with a network, a
 * device or a learning rate: those end in `failed`. The same seed gives the same run on the same backend: initial
 * weights, order of the images, dropout.
 */
export async function train(training: Training): Promise<TrainingResult> {
  const result = await prepareAndRun(training);
  training.onEvent(result);
  return result;
}

async function prepareAndRun(training: Training): Promise<TrainingResult> {
  const { graph, job, dataSet } = training;
  const message = misfit(graph, dataSet);
  if (message !== undefined) return { event: 'failed', message };
  let executor: Executor | undefined;
  try {
    const program = buildProgram(graph, job);
    executor = await training.createExecutor(program, planProgram(program));
    return await run(training, executor);
  } catch (error) {
    return { event: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    executor?.dispose();
  }
}

async function run(training: Training, executor: Executor): Promise<TrainingResult> {
  const { job, dataSet, onEvent, signal } = training;
  const { batch, epochs, seed, optimizer } = job;
  const stepsPerEpoch = Math.ceil(dataSet.train.count / batch);
  const steps = stepsPerEpoch * epochs;
  const { backend, description, allocatedBytes: bytes } = executor;
  const { network, data } = job;
  onEvent({ event: 'start', network, data, backend, description, bytes, batch, steps, epochs, seed });

  initialise(executor, seed);
  const started = performance.now();
  const throughput = createThroughput();
  const pass = createPass(dataSet, batch, batchFiller(dataSet));
  const random = mulberry32(pcg(seed));
  const testOrder = inOrder(dataSet.test.count);
  let step = 0;
  let lastStep: Score | undefined;
  let lastEpoch: EpochEvent | undefined;
  const seconds = () => (performance.now() - started) / 1000;

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const stopped = (): TrainingResult => {
      const { testLoss, testAccuracy } = lastEpoch ?? {};
      return { event: 'stopped', step, steps, epoch, epochs, seconds: seconds(), ...lastStep, testLoss, testAccuracy };
    };
    const first = (epoch - 1) * stepsPerEpoch;
    const order = shuffledOrder(dataSet.train.count, random);
    const epochTally = createTally();
    const epochThroughput = createThroughput();
    throughput.resume();
    epochThroughput.resume();
    const stepOn = (images: Parameters<Executor['step']>[0], index: number) =>
      executor.step(images, { learningRate: optimizer.learningRate, step: first + index, seed });
    for await (const result of pass(dataSet.train, order, stepOn, signal)) {
      step++;
      if (!Number.isFinite(result.lossSum)) return diverged(`in step ${step} of ${steps}`, job);
      throughput.add(result.count);
      epochThroughput.add(result.count);
      epochTally.add(result);
      lastStep = { loss: result.lossSum / result.count, accuracy: result.correct / result.count };
      onEvent({ event: 'step', step, steps, epoch, epochs, ...lastStep, imagesPerSecond: throughput.recent() });
    }
    throughput.pause();
    if (signal?.aborted) return stopped();

    const testTally = createTally();
    for await (const result of pass(dataSet.test, testOrder, (images) => executor.evaluate(images), signal)) {
      testTally.add(result);
    }
    if (signal?.aborted) return stopped();
    const test = testTally.score();
    if (!Number.isFinite(test.loss)) return diverged(`on the test images after epoch ${epoch}`, job);
    lastEpoch = {
      event: 'epoch',
      epoch,
      epochs,
      ...epochTally.score(),
      testLoss: test.loss,
      testAccuracy: test.accuracy,
      imagesPerSecond: epochThroughput.overall(),
    };
    onEvent(lastEpoch);
  }
  const { loss, accuracy, testLoss, testAccuracy } = lastEpoch!;
  return {
    event: 'done',
    epochs,
    loss,
    accuracy,
    testLoss,
    testAccuracy,
    seconds: seconds(),
    imagesPerSecond: throughput.overall(),
  };
}

function diverged(where: string, { optimizer }: TrainingJob): TrainingResult {
  const { learningRate } = optimizer;
  return {
    event: 'failed',
    message:
      `The loss ${where} is no longer a finite number: the steps are too long. ` +
      `Lower the learning rate from ${learningRate}, e.g. to lr=${Number((learningRate / 10).toPrecision(2))}.`,
  };
}
