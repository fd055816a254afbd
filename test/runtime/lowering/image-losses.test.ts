// Losses over pixels and images, from the program down to the gradient, against PyTorch's values.
import { describe, expect, test } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { type BatchValues, ignoredLabel } from '../../../runtime/ir/index.js';
import { buildProgram, type ProgramOptions } from '../../../runtime/lowering/index.js';
import { planProgram } from '../../support/gpu-planning.js';
import { sgd } from '../../support/optimizers.js';
import { torchImageLosses } from '../../support/torch-image-losses.js';
import { distance, drawn } from '../backends/reference/arrays.js';

const settings = { learningRate: 0, step: 0, seed: 0 };

/**
 * Runs a step of a 1x1 convolution that gives back its input; its bias has the sum of the output's gradient by channel,
 * its weights those with the input's channels.
 */
async function runStep(channels: number, options: Omit<ProgramOptions, 'batch' | 'optimizer'>, batch: BatchValues) {
  const { graph } = parseCnn(`network A { input(3x4x${channels}) -> conv(${channels}, 1x1) }`, 'file').networks[0];
  const program = buildProgram(graph, { ...options, batch: 2, optimizer: sgd(0) });
  const executor = createReferenceExecutor(program, planProgram(program), { precision: 'float64' });
  const [weights, bias] = program.parameters;
  executor.write(
    weights.tensor,
    Array.from({ length: channels ** 2 }, (_, at) => (at % (channels + 1) === 0 ? 1 : 0)),
  );
  const { lossSum } = await executor.step(batch, settings);
  return { lossSum, bias: await executor.values(bias.gradient!), weights: await executor.values(weights.gradient!) };
}

/** What a gradient of the output gives the weights and the bias. */
function parameterGradients(gradient: readonly number[], x: ArrayLike<number>, channels: number) {
  const bias = new Float64Array(channels);
  const weights = new Float64Array(channels * channels);
  gradient.forEach((value, at) => {
    const [row, channel] = [Math.floor(at / channels), at % channels];
    bias[channel] += value;
    for (let c = 0; c < channels; c++) weights[c * channels + channel] += value * x[row * channels + c];
  });
  return { bias, weights };
}

const noGoal = { labels: new Uint32Array(2) };

describe('over pixels', () => {
  const labels = Uint32Array.from(torchImageLosses.labels, (label) => (label === 255 ? ignoredLabel : label));
  const counted = labels.filter((label) => label !== ignoredLabel).length;
  const images = drawn(72, 1).map((value) => value * 4);

  test.each(torchImageLosses.labelled)("PyTorch's $loss", async ({ loss, value, gradient }) => {
    const got = await runStep(3, { goal: 'label-map', loss }, { images, labels });
    const wanted = parameterGradients(gradient, images, 3);
    expect(got.lossSum / counted).toBeCloseTo(value, 11);
    expect(distance(got.bias, wanted.bias)).toBeLessThan(1e-11);
    expect(distance(got.weights, wanted.weights)).toBeLessThan(1e-11);
  });

  test('micro-batches learn what the whole batch does, though one has fewer labels', async () => {
    const batch = { images, labels };
    const whole = await runStep(3, { goal: 'label-map' }, batch);
    const parts = await runStep(3, { goal: 'label-map', microBatches: 2 }, batch);
    expect(parts.lossSum).toBeCloseTo(whole.lossSum, 11);
    expect(distance(parts.weights, whole.weights)).toBeLessThan(1e-12);
  });
});

describe('over images', () => {
  const [images, targets] = [drawn(48, 2), drawn(48, 3)];

  test.each(torchImageLosses.images)("PyTorch's $loss", async ({ loss, value, gradient }) => {
    const got = await runStep(2, { goal: 'image', loss }, { images, targets, ...noGoal });
    const wanted = parameterGradients(gradient, images, 2);
    expect(got.lossSum / 2).toBeCloseTo(value, 11);
    expect(distance(got.bias, wanted.bias)).toBeLessThan(1e-11);
    expect(distance(got.weights, wanted.weights)).toBeLessThan(1e-11);
  });

  test('micro-batches learn what the whole batch does', async () => {
    const options = { goal: 'image', loss: { kind: 'mae' } } as const;
    const whole = await runStep(2, options, { images, targets, ...noGoal });
    const parts = await runStep(2, { ...options, microBatches: 2 }, { images, targets, ...noGoal });
    expect(parts.lossSum).toBeCloseTo(whole.lossSum, 11);
    expect(distance(parts.weights, whole.weights)).toBeLessThan(1e-12);
  });

  test('classes need no image: cross-entropy is refused', async () => {
    const batch = { images, targets, ...noGoal };
    await expect(runStep(2, { goal: 'input' }, batch)).rejects.toThrow('cross-entropy needs classes');
  });
});
