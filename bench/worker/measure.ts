// Measures one training: first steps, then blocks of steps with several in flight, then a second beginning.
import type { Contestant, Trainer } from '../contestants/contestant.js';
import type { CaseFigures, CaseRequest } from './case.js';
import { countBuffers } from './count-buffers.js';
import { makeModel } from './model.js';

/** Steps whose losses are compared, each awaited; they also warm up. */
const firstSteps = 4;
const blocksWanted = 5;
/** As many as Receptive's own training keeps under way. */
const stepsInFlight = 4;
/** Seconds of first steps after which no more are asked for than two. */
const firstStepsPatience = 30;

export async function measureCase(
  contestant: Contestant,
  { graph, batch, seconds }: CaseRequest,
  gpu: GPU | undefined,
): Promise<CaseFigures> {
  const buffers = countBuffers();
  const model = makeModel(graph, batch);
  const started = performance.now();
  const since = () => (performance.now() - started) / 1000;
  const trainer = await contestant.prepare(model, gpu);
  const losses = [await trainer.step()];
  const firstStepCold = since();
  const times: number[] = [];
  while (losses.length < firstSteps && (losses.length < 2 || since() < firstStepsPatience)) {
    const from = performance.now();
    losses.push(await trainer.step());
    times.push((performance.now() - from) / 1000);
  }
  const shortest = Math.min(...times);
  const blocks = shortest > seconds ? times : await measureBlocks(trainer, shortest, seconds);
  const bytes = trainer.bytes?.() ?? buffers.peak();
  const { description } = trainer;
  trainer.close();
  if (firstStepCold > firstStepsPatience) return { description, losses, firstStepCold, blocks, bytes };

  const again = performance.now();
  const second = await contestant.prepare(model, gpu);
  await second.step();
  const firstStepWarm = (performance.now() - again) / 1000;
  second.close();
  return { description, losses, firstStepCold, firstStepWarm, blocks, bytes };
}

/** Seconds of a step in each of several blocks, which together take about `seconds`. */
async function measureBlocks(trainer: Trainer, expected: number, seconds: number): Promise<number[]> {
  const count = Math.min(blocksWanted, Math.max(2, Math.floor(seconds / expected)));
  const steps = Math.max(1, Math.round(seconds / count / expected));
  const times: number[] = [];
  for (let block = 0; block < count; block++) {
    const from = performance.now();
    const underWay: Promise<number>[] = [];
    for (let step = 0; step < steps; step++) {
      if (underWay.length === stepsInFlight) await underWay.shift();
      underWay.push(trainer.step());
    }
    await Promise.all(underWay);
    times.push((performance.now() - from) / 1000 / steps);
  }
  return times;
}
