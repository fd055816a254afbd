// Trains one case on request: first steps, blocks of steps with several in flight, then a second, warm start.
import type { Contestant, Model, Trainer } from '../contestants/contestant.js';
import {
  type BeginAnswer,
  type BeginRequest,
  type BlockAnswer,
  type CaseRequest,
  type EndAnswer,
  firstSteps,
} from './case.js';
import { type BufferCount, countBuffers } from './count-buffers.js';
import { makeModel } from './model.js';
import type { Work } from './work.js';

/** As many as in Receptive's own training. */
const stepsInFlight = 4;

interface Training {
  readonly model: Model;
  readonly trainer: Trainer;
  readonly buffers: BufferCount;
}

/** The work of one process or page: one `begin`, blocks, one `end`. */
export function caseWork(contestant: Contestant): Work<CaseRequest, BeginAnswer | BlockAnswer | EndAnswer> {
  let training: Training;
  return async (request, gpu) => {
    switch (request.kind) {
      case 'begin': {
        const buffers = countBuffers();
        const model = makeModel(request.graph, request.batch);
        const started = performance.now();
        const trainer = await contestant.prepare(model, gpu);
        training = { model, trainer, buffers };
        return runFirstSteps(trainer, started, request);
      }
      case 'block':
        return runBlock(training.trainer, request.steps);
      case 'end': {
        const bytes = training.trainer.bytes?.() ?? training.buffers.peak();
        training.trainer.close();
        return request.again
          ? { bytes, firstStepWarm: await measureWarmStart(contestant, training.model, gpu) }
          : { bytes };
      }
    }
  };
}

async function runFirstSteps(trainer: Trainer, started: number, { seconds }: BeginRequest): Promise<BeginAnswer> {
  const losses = [await trainer.step()];
  const firstStepCold = secondsSince(started);
  const second = performance.now();
  const times: number[] = [];
  while (losses.length < firstSteps && (losses.length < 2 || secondsSince(second) < seconds)) {
    const from = performance.now();
    losses.push(await trainer.step());
    times.push(secondsSince(from));
  }
  return { description: trainer.description, losses, firstStepCold, times };
}

async function runBlock(trainer: Trainer, steps: number): Promise<BlockAnswer> {
  const from = performance.now();
  const losses: number[] = [];
  const inFlight: Promise<number>[] = [];
  for (let step = 0; step < steps; step++) {
    if (inFlight.length === stepsInFlight) losses.push(await inFlight.shift()!);
    inFlight.push(trainer.step());
  }
  losses.push(...(await Promise.all(inFlight)));
  return { losses, seconds: secondsSince(from) };
}

async function measureWarmStart(contestant: Contestant, model: Model, gpu: GPU | undefined): Promise<number> {
  const started = performance.now();
  const trainer = await contestant.prepare(model, gpu);
  await trainer.step();
  const seconds = secondsSince(started);
  trainer.close();
  return seconds;
}

const secondsSince = (moment: number) => (performance.now() - moment) / 1000;
