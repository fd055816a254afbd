// A partial batch, as an epoch's last one, learns what a batch of its images alone does, as in PyTorch without
// `drop_last`; a batch larger than the data set takes all images.
import { expect, it, test } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import type { Graph, TrainingJob } from '../../../model/index.js';
import { initialise } from '../../../runtime/backends/initialise.js';
import { createReferenceBackend, createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { mulberry32, noImage, snapshotTensors } from '../../../runtime/ir/index.js';
import { planTraining } from '../../../runtime/memory/index.js';
import { clampBatch, type TrainingEvent, train } from '../../../runtime/train/index.js';
import { plainTerms } from '../../support/jobs.js';
import { tinyData, tinyGraph, tinyJob } from './tiny.js';

const { target } = createReferenceBackend();
const normalised = graphOf(`input(6x6x2)
  -> conv(4) -> bn -> relu -> conv(4, bias=false) -> bn(scale=false) -> relu -> maxpool(2)
  -> fc(8) -> bn -> relu -> dropout(0.3) -> fc(3)`);
const plain = graphOf('input(6x6x2) -> conv(4) -> group_norm(2) -> relu -> maxpool(2) -> dropout(0.3) -> fc(3)');
const heads = graphOf(`network Network {
  stem = input(6x6x2) -> conv(4) -> bn -> relu
  auxiliary = stem -> fc(3)
  main = stem -> conv(4) -> bn -> fc(3)
  output(main)
  output(auxiliary, weight=0.3)
}`);

function graphOf(text: string): Graph {
  const { networks, diagnostics } = parseCnn(text, 'Network');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return networks[0].graph;
}

type Terms = Partial<Pick<TrainingJob, 'loss' | 'optimizer' | 'clip' | 'memory' | 'checkpoint'>>;

/** Two steps of `images` images in a batch of so many slots, in float64: the second step sees the first's updates. */
async function learn(graph: Graph, terms: Terms, slots: number, images: number, parts = 1) {
  const options = { ...tinyJob, ...plainTerms, ...terms, target, batch: slots };
  let { program, plan } = planTraining(graph, options);
  for (let memory = plan.bytes; program.microBatches < parts; memory *= 0.9) {
    ({ program, plan } = planTraining(graph, { ...options, memory: Math.floor(memory) }));
  }
  const executor = createReferenceExecutor(program, plan, { precision: 'float64' });
  initialise(executor, 3);
  const random = mulberry32(5);
  const figures = [];
  for (let step = 0; step < 2; step++) {
    const values = Float64Array.from({ length: images * 72 }, () => random() * 2 - 1);
    const batch = { images: new Float64Array(slots * 72).fill(0.25), labels: new Uint32Array(slots).fill(noImage) };
    batch.images.set(values);
    for (let image = 0; image < images; image++) batch.labels[image] = (image * 2 + step) % 3;
    figures.push(await executor.step(batch, { learningRate: 0.1, step, seed: 9 }));
  }
  const snapshot = await Promise.all(snapshotTensors(program).map((tensor) => executor.values(tensor)));
  return { figures, snapshot: snapshot.map((values) => [...values]), parts: program.microBatches };
}

const adam = { kind: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 } as const;

test.each<[string, Graph, Terms]>([
  ['batch normalisation', normalised, {}],
  ['batch normalisation, checkpoints, adam', normalised, { checkpoint: true, optimizer: adam }],
  ['group normalisation, mean squared error', plain, { loss: { kind: 'mse' } }],
  [
    'label smoothing, clipping',
    plain,
    { loss: { kind: 'cross_entropy', smoothing: 0.1 }, clip: { kind: 'norm', limit: 0.1 } },
  ],
  ['two outputs', heads, {}],
])('%s: five images in eight slots learn what a batch of five learns', async (_, graph, terms) => {
  const partial = await learn(graph, terms, 8, 5);
  const whole = await learn(graph, terms, 5, 5);
  expect(partial.figures.map(({ correct }) => correct)).toEqual(whole.figures.map(({ correct }) => correct));
  partial.figures.forEach(({ lossSum }, index) => {
    expect(lossSum).toBeCloseTo(whole.figures[index].lossSum, 10);
  });
  partial.snapshot.forEach((values, tensor) => {
    values.forEach((value, at) => {
      expect(value).toBeCloseTo(whole.snapshot[tensor][at], 10);
    });
  });
});

test('a single image in a batch of eight, normalised', async () => {
  const partial = await learn(normalised, {}, 8, 1);
  const whole = await learn(normalised, {}, 1, 1);
  partial.snapshot.forEach((values, tensor) => {
    values.forEach((value, at) => {
      expect(value).toBeCloseTo(whole.snapshot[tensor][at], 10);
    });
  });
});

test('micro-batches divide by the images of the whole batch', async () => {
  const partial = await learn(plain, {}, 8, 5, 2);
  expect(partial.parts).toBeGreaterThan(1);
  const whole = await learn(plain, {}, 5, 5);
  partial.snapshot.forEach((values, tensor) => {
    values.forEach((value, at) => {
      expect(value).toBeCloseTo(whole.snapshot[tensor][at], 10);
    });
  });
});

it('says that a batch is larger than the data set, and takes all images', async () => {
  const run = async (batch: number) => {
    const events: TrainingEvent[] = [];
    const job = clampBatch({ ...tinyJob, batch }, tinyData);
    const onEvent = (event: TrainingEvent) =>
      void events.push({ ...event, seconds: 0, imagesPerSecond: 0 } as TrainingEvent);
    await train({ graph: tinyGraph, ...job, dataSet: tinyData, backend: createReferenceBackend(), onEvent });
    return events;
  };
  const [start, ...rest] = await run(65_536);
  expect(start).toMatchObject({ event: 'start', batch: 10, requestedBatch: 65_536, steps: 2 });
  const [whole, ...same] = await run(10);
  expect(whole).not.toHaveProperty('requestedBatch');
  expect(rest).toEqual(same);
});
