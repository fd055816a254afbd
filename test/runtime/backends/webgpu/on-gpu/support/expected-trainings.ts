// The expected results of trainings on WebGPU, wherever they run: the golden losses, and PyTorch's gradients and
// curves.
import { expect, test } from 'vitest';
import type { TrainingEvent } from '../../../../../../runtime/train/index.js';
import { goldens, goldenTolerance } from '../../../../../support/golden.js';
import { tinyOracle } from '../../../../../support/tiny-oracle.js';
import { distance } from '../../../reference/arrays.js';
import type { TrainingOutcome, TrainingRequest } from './trainings.js';

/** Where trainings run: in this process, or in a page. */
export interface TrainingPlace {
  train(request: TrainingRequest): Promise<TrainingOutcome>;
  trainGolden(index: number): Promise<number[]>;
  /** See losing-devices.ts. */
  trainLosing(times: number): Promise<TrainingEvent[]>;
  /** How often the device is destroyed; a page takes a second to get another. */
  readonly losses: number;
}

/** Of the largest gradient of a tensor; what the project asks for. */
const gradientTolerance = 1e-4;
/** PyTorch's own float32 run leaves its float64 one by up to 5e-7; a GPU may add in another order. */
const curveTolerance = 5e-6;

/** The tiny network trained as one of PyTorch's curves was. */
function tinyRequest({ losses, lastWeights, ...options }: (typeof tinyOracle.curves)[number]): TrainingRequest {
  const { graph, batch, weights, images, labels } = tinyOracle;
  return { ...options, graph, batch, weights, images, labels: Array.from(labels), steps: losses.length };
}

/** Declares the tests; `place` is asked for when they run. */
export function testTrainings(place: () => TrainingPlace): void {
  test.each(goldens.map(({ graph, losses }, index) => ({ name: graph.name, losses, index })))(
    'the golden losses of $name',
    async ({ losses, index }) => {
      const got = await place().trainGolden(index);
      expect(got).toHaveLength(losses.length);
      expect(distance(got, losses)).toBeLessThan(goldenTolerance);
    },
    // Four steps of CIFAR-small are 20 GFLOP: half a minute for a software adapter that has a core to itself.
    300_000,
  );

  test('the same to the bit where the device is destroyed again and again', async () => {
    const whole = await place().trainLosing(0);
    const broken = await place().trainLosing(place().losses);
    const resumed = broken.filter(({ event }) => event === 'resumed');
    expect(resumed).toHaveLength(place().losses);
    expect(resumed.at(-1)).toMatchObject({ reason: 'The GPU device was closed during the training.', steps: 105 });
    expect(whole.at(-1)).toMatchObject({ event: 'done', epochs: 15 });
    expect(broken.filter(({ event }) => event !== 'resumed')).toEqual(whole);
  }, 120_000);

  test.each(tinyOracle.curves)("PyTorch's gradients, and 50 steps of $name", async (curve) => {
    const { losses, lastWeights } = curve;
    const got = await place().train(tinyRequest(curve));
    expect(distance(got.logits, tinyOracle.logits)).toBeLessThan(1e-5);
    expect(got.gradients).toHaveLength(8);
    got.gradients.forEach((gradient, index) => {
      const wanted = tinyOracle.gradients[index];
      const scale = Math.max(...wanted.map(Math.abs));
      expect(distance(gradient, wanted) / scale, tinyOracle.parameterNames[index]).toBeLessThan(gradientTolerance);
    });
    expect(losses).toHaveLength(50);
    expect(distance(got.losses, losses)).toBeLessThan(curveTolerance);
    expect(distance(got.weights[6], lastWeights)).toBeLessThan(curveTolerance);
    expect(got.allocatedBytes).toBe(got.plannedBytes);
  });

  test.each(tinyOracle.variations)("PyTorch's 20 steps: $name", async (curve) => {
    const got = await place().train(tinyRequest(curve));
    expect(curve.losses).toHaveLength(20);
    expect(distance(got.losses, curve.losses)).toBeLessThan(curveTolerance);
    expect(distance(got.weights[6], curve.lastWeights)).toBeLessThan(curveTolerance);
    expect(got.allocatedBytes).toBe(got.plannedBytes);
  });
}
