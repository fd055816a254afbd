// A training within its memory setting: the same losses in less memory, and an error where that is impossible.
import { expect, it } from 'vitest';
import type { Graph, TrainingJob } from '../../../model/index.js';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { type TrainingEvent, train } from '../../../runtime/train/index.js';
import { bn, chain, fc, relu } from '../../support/graphs.js';
import { testBackend } from './test-backends.js';
import { tinyData, tinyJob } from './tiny.js';

const layers = (normalised: boolean) =>
  Array.from({ length: 24 }, () => [fc(32), ...(normalised ? [bn] : []), relu]).flat();
const graph = chain('Deep', [1, 1, 1], [...layers(false), fc(3)]);
const job: TrainingJob = {
  ...tinyJob,
  network: 'Deep',
  optimizer: { ...tinyJob.optimizer, learningRate: 0.01 },
  batch: 512,
  epochs: 3,
};

async function run(graph: Graph, memory: number | undefined) {
  const events: TrainingEvent[] = [];
  const last = await train({
    graph,
    job: { ...job, memory },
    dataSet: tinyData,
    backend: testBackend({
      createExecutor: (program, plan) => createReferenceExecutor(program, plan, { precision: 'float64' }),
    }),
    onEvent: (event) => events.push(event),
  });
  const start = events.find(({ event }) => event === 'start') as Extract<TrainingEvent, { event: 'start' }>;
  const losses = events.flatMap((event) => (event.event === 'step' || event.event === 'done' ? [event.loss] : []));
  return { start, losses, last };
}

it('takes no more than that, and the same steps', async () => {
  const whole = await run(graph, undefined);
  expect(whole.start.parts).toBe(1);
  const memory = 1.5 * 2 ** 20;
  const split = await run(graph, memory);
  expect(split.start.parts).toBeGreaterThan(1);
  // The oracle's numbers are twice as wide as those that are planned.
  expect(split.start.bytes).toBeLessThanOrEqual(2 * memory);
  expect(whole.start.bytes).toBeGreaterThan(2 * memory);
  expect(split.losses).toHaveLength(whole.losses.length);
  split.losses.forEach((loss, index) => {
    expect(loss).toBeCloseTo(whole.losses[index], 10);
  });
});

it('says what does not fit, and what would fit', async () => {
  const { last } = await run(chain('Deep', [1, 1, 1], [...layers(true), fc(3)]), 1.5 * 2 ** 20);
  expect(last).toMatchObject({ event: 'failed', reason: 'over-budget' });
  expect((last as { message: string }).message).toMatch(
    new RegExp(
      '^Deep takes [\\d.]+ MiB for 512 images, more than the 1\\.5 MiB that its memory setting allows, ' +
        'and bn needs all of them at once, so they cannot be computed in parts\\. ' +
        'The largest batch that fits is \\d+ \\(1\\.[45] MiB\\)\\. ' +
        'Or keep the batch: with checkpoint = true it takes [\\d.]+ MiB\\.$',
    ),
  );
  const { last: least } = await run(graph, 1000);
  expect((least as { message: string }).message).toMatch(
    new RegExp(
      '^Deep takes [\\d.]+ KiB with one image at a time, more than the 1000 B that its memory setting allows: ' +
        'make the network or its input smaller\\.',
    ),
  );
});
