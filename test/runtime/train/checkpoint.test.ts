// A training with checkpoints: the same steps in less memory.
import { expect, it } from 'vitest';
import { type TrainingEvent, train } from '../../../runtime/train/index.js';
import { chain, fc, relu } from '../../support/graphs.js';
import { testBackend } from './test-backends.js';
import { tinyData, tinyJob } from './tiny.js';

const graph = chain('Deep', [1, 1, 1], [...Array.from({ length: 24 }, () => [fc(2), relu]).flat(), fc(3)]);
/** Many images a step, so that activations outweigh weights. */
const job = { ...tinyJob, network: 'Deep', batch: 512, epochs: 3 };

async function run(checkpoint: boolean) {
  const events: TrainingEvent[] = [];
  await train({
    graph,
    job: { ...job, checkpoint },
    dataSet: tinyData,
    backend: testBackend(),
    onEvent: (event) => events.push(event),
  });
  const start = events.find(({ event }) => event === 'start') as Extract<TrainingEvent, { event: 'start' }>;
  const losses = events.flatMap((event) => (event.event === 'step' || event.event === 'done' ? [event.loss] : []));
  return { bytes: start.bytes, losses };
}

it('takes less memory and the same steps', async () => {
  const [plain, checkpointed] = [await run(false), await run(true)];
  expect(plain.losses.length).toBe(4);
  expect(checkpointed.losses).toEqual(plain.losses);
  expect(checkpointed.bytes).toBeLessThan(0.7 * plain.bytes);
});
