// Trainings whose answers are images: what they learn, and the figures of their events.
import { expect, it } from 'vitest';
import { parseCnn } from '../../../../language/index.js';
import type { TrainingJob } from '../../../../model/index.js';
import { createReferenceBackend } from '../../../../runtime/backends/reference/index.js';
import type { DataSet } from '../../../../runtime/data/index.js';
import { drawShapes } from '../../../../runtime/data/sources/shapes.js';
import { type TrainingEvent, train } from '../../../../runtime/train/index.js';

/** The events of the network and job that a file begins with. */
async function trainText(text: string, dataSet: DataSet): Promise<TrainingEvent[]> {
  const { networks, jobs, diagnostics } = parseCnn(text, 'file');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const events: TrainingEvent[] = [];
  const job = jobs[0].job as TrainingJob;
  await train({
    graph: networks[0].graph,
    job,
    dataSet,
    backend: createReferenceBackend(),
    onEvent: (event) => events.push(event),
  });
  return events;
}

const shapes = drawShapes({
  kind: 'shapes',
  size: { height: 8, width: 8, channels: 1 },
  train: 40,
  test: 21,
  seed: 1,
});

it('learns to give back its input, and reports the ratio in dB', async () => {
  const events = await trainText(
    `network A { input(8x8x1) -> conv(8) -> relu -> conv(1) }
     train A { data = shapes(8x8x1) augment = flip target = input optimizer = adam(lr=1e-2) batch = 8 epochs = 12 }`,
    shapes,
  );
  const epochs = events.filter((event) => event.event === 'epoch');
  const last = events.at(-1);
  if (last?.event !== 'done') throw new Error('the training did not end');
  expect(last.testLoss).toBeLessThan(epochs[0].testLoss! / 5);
  // The mean of -10*log10(error) is at least that of the mean error (Jensen), and near it.
  expect(last.testPsnr! - -10 * Math.log10(last.testLoss)).toBeGreaterThanOrEqual(0);
  expect(last.testPsnr! - -10 * Math.log10(last.testLoss)).toBeLessThan(3);
  for (const event of events) expect(event).not.toHaveProperty('accuracy');
});

it('refuses a network that does not answer with the image', async () => {
  const events = await trainText(
    `network A { input(8x8x1) -> conv(1) }
     train A { data = npz("set.npz") target = input }`,
    { ...shapes, shape: { height: 4, width: 16, channels: 1 } },
  );
  expect(events).toEqual([
    {
      event: 'failed',
      message: 'A takes images of 8x8x1, but those of shapes(8x8x1) are 4x16x1; write input(4x16x1).',
    },
  ]);
});
