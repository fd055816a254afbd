// A partial batch on WebGPU: losses are divided by its images, and batch normalisation sees them alone. A stop is heard
// between the submissions of a long step.
import { afterAll, describe, expect, test } from 'vitest';
import { parseCnn } from '../../../../../language/index.js';
import { initialise } from '../../../../../runtime/backends/initialise.js';
import { createReferenceExecutor } from '../../../../../runtime/backends/reference/index.js';
import { createWebGpuExecutor } from '../../../../../runtime/backends/webgpu/index.js';
import { noImage, snapshotTensors, unbiasedFactor } from '../../../../../runtime/ir/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../../../support/gpu-planning.js';
import { sgd } from '../../../../support/optimizers.js';
import { drawn } from '../../reference/arrays.js';
import { comparison, comparisonSettings, draw } from './support/comparison.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

const { expectSame } = comparison(() => device!);

const partialOf = (slots: number, images: number) => ({
  ...comparisonSettings,
  partial: { emptySlots: slots - images, scale: slots / images },
});

describe.skipIf(!device)('a partial batch', () => {
  test.each([
    { slots: 3, images: 2, imagePlaces: 5, channels: 3 },
    { slots: 4, images: 1, imagePlaces: 1, channels: 8 },
    { slots: 8, images: 5, imagePlaces: 36, channels: 4 },
    { slots: 16, images: 1, imagePlaces: 1024, channels: 16 },
    { slots: 16, images: 15, imagePlaces: 1024, channels: 5 },
  ])('$images of $slots images, normalised over $imagePlaces places, $channels channels', async (sizes) => {
    const { slots, images, imagePlaces, channels } = sizes;
    const places = slots * imagePlaces;
    const norm = { batch: 1, places, channels, groups: channels, imagePlaces };
    const settings = partialOf(slots, images);
    const length = places * channels;
    const [x, dy] = [draw(length, 1), draw(length, 2)];
    const two = [channels, channels];
    const [mean, variance] = await expectSame({ kind: 'moments', ...norm }, [x], two, places, settings);
    const statistics = [x, dy, mean, variance, draw(channels, 3), draw(channels, 4), draw(channels, 5)];
    const gradient = { kind: 'batch-norm-input-gradient', ...norm, eps: 1e-2 } as const;
    const [dx] = await expectSame(gradient, statistics, [length], 10, settings);
    expect(dx.subarray(images * imagePlaces * channels).every((value) => value === 0)).toBe(true);
    const average = { kind: 'running-average', size: channels, share: 0.1, factor: unbiasedFactor(places) } as const;
    const running = [draw(channels, 6), variance];
    await expectSame({ ...average, unbiased: { places, imagePlaces } }, running, [{ inPlace: 0 }], 1, settings);
  });

  test.each(['cross-entropy', 'mse', 'mae'] as const)('divides the gradient of %s by its images', async (kind) => {
    const labels = Uint32Array.of(0, 2, 1, noImage, noImage);
    const loss = { kind, rows: 5, classes: 3, weight: 0.3, smoothing: 0 } as const;
    await expectSame(loss, [draw(15, 1), labels], [2, 15], 100, { ...partialOf(5, 3), lossScale: 5 / 3 });
  });

  test('learns what the reference learns', async () => {
    const text = 'input(6x6x2) -> conv(4) -> bn -> relu -> maxpool(2) -> fc(8) -> bn -> relu -> dropout(0.3) -> fc(3)';
    const { graph } = parseCnn(text, 'Small').networks[0];
    const program = compile(buildProgram(graph, { batch: 8, optimizer: sgd(0.1, 0.9) }));
    const plan = planProgram(program);
    const onGpu = await createWebGpuExecutor(device!, program, plan);
    const reference = createReferenceExecutor(program, plan, { precision: 'float64' });
    initialise(onGpu, 3);
    initialise(reference, 3);
    for (let step = 0; step < 3; step++) {
      const labels = Uint32Array.from({ length: 8 }, (_, image) => (image < 5 - step ? image % 3 : noImage));
      const batch = { images: Float32Array.from(drawn(8 * 72, step)), labels };
      const settings = { learningRate: 0.1, step, seed: 5 };
      const [got, wanted] = [await onGpu.step(batch, settings), await reference.step(batch, settings)];
      expect(got.lossSum).toBeCloseTo(wanted.lossSum, 3);
    }
    for (const tensor of snapshotTensors(program)) {
      const [got, wanted] = [await onGpu.read(tensor), await reference.read(tensor)];
      got.forEach((value, index) => {
        expect(value).toBeCloseTo(wanted[index], 3);
      });
    }
    onGpu.dispose();
  });

  test('an aborted step rejects with the reason, and the executor still works', async () => {
    const { graph } = parseCnn('input(6x6x2) -> conv(4) -> relu -> fc(3)', 'Small').networks[0];
    const program = compile(buildProgram(graph, { batch: 2, optimizer: sgd(0.1) }));
    const executor = await createWebGpuExecutor(device!, program, planProgram(program));
    initialise(executor, 3);
    const batch = { images: Float32Array.from(drawn(144, 1)), labels: Uint32Array.of(0, 1) };
    const settings = { learningRate: 0.1, step: 0, seed: 5 };
    const aborted = AbortSignal.abort(new Error('stop'));
    await expect(executor.step(batch, settings, aborted)).rejects.toThrow('stop');
    await expect(executor.evaluate(batch, aborted)).rejects.toThrow('stop');
    expect((await executor.step(batch, settings)).lossSum).toBeGreaterThan(0);
    executor.dispose();
  });
});
