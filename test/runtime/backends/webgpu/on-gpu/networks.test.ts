// Whole small networks with branches, joins, normalisations and heads: one training step on WebGPU against the
// reference in 64 bits: the loss, every gradient, what batch normalisation keeps, and the scores of an evaluation
// after it.
import { afterAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../../../../model/index.js';
import type { Executor } from '../../../../../runtime/backends/backend.js';
import { createReferenceExecutor } from '../../../../../runtime/backends/reference/index.js';
import type { AdapterProfile } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../../../support/gpu-planning.js';
import { smallInception, smallMobileNet, smallResNet, smallUNet, smallUpscaler } from '../../../../support/networks.js';
import { sgd } from '../../../../support/optimizers.js';
import { distance, drawn, size } from '../../reference/arrays.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

const batch = 3;
/** Of the largest value of a tensor; what the project asks for. */
const tolerance = 1e-4;
/**
 * Some gradients are 0 only by what cancels, such as those of a shift before a batch normalisation: rounding is left.
 */
const zero = 1e-6;

const networks: readonly { readonly name: string; readonly graph: Graph }[] = [
  { name: 'ResNet', graph: smallResNet() },
  { name: 'U-Net', graph: smallUNet() },
  { name: 'Inception with two heads', graph: smallInception() },
  { name: 'MobileNet', graph: smallMobileNet() },
  { name: 'an upscaler', graph: smallUpscaler() },
];

/**
 * The profile of an adapter that compiles slowly: opaque loop bounds and shared shaders, unless this adapter has them
 * already.
 */
const slowly: Partial<AdapterProfile> = { software: true, architecture: 'another' };
const ways = [
  { way: 'as is usual here', profile: {} },
  { way: 'as where compiling is slow', profile: slowly },
];

describe.skipIf(!device).each(ways)('a training step, $way', ({ profile }) => {
  test.each(networks)('$name', async ({ graph }) => {
    const plain = buildProgram(graph, { batch, optimizer: sgd(0.1, 0.9) });
    const program = compile(plain);
    const plan = planProgram(program, { ...readProfile(device!), ...profile });
    const onGpu = await createWebGpuExecutor(device!, program, plan);
    // The reference runs the program as the graph says it: the tensors are the same.
    const reference = createReferenceExecutor(plain, planProgram(plain), { precision: 'float64' });
    expect(onGpu.allocatedBytes).toBe(plan.bytes);

    const shapeOf = (tensor: number) => program.tensors[tensor].shape;
    const images = Float32Array.from(drawn(size(shapeOf(program.images)), 1));
    const asked = { images, labels: Uint32Array.of(0, 2, 1) };
    const start = (executor: Executor) => {
      program.parameters.forEach(({ tensor, states }, seed) => {
        executor.write(tensor, Float32Array.from(drawn(size(shapeOf(tensor)), seed + 2)));
        for (const state of states) executor.write(state, new Float32Array(size(shapeOf(state))));
      });
      for (const { tensor, initial } of program.statistics) {
        executor.write(tensor, new Float32Array(size(shapeOf(tensor))).fill(initial));
      }
    };
    const settings = { learningRate: 0.1, step: 0, seed: 5 };
    for (const executor of [onGpu, reference]) start(executor);

    const got = await onGpu.step(asked, settings);
    const wanted = await reference.step(asked, settings);
    expect(Math.abs(got.lossSum / wanted.lossSum - 1)).toBeLessThan(tolerance);
    expect(got.correct).toBe(wanted.correct);

    const compared = [
      ...program.parameters.flatMap(({ gradient }) => gradient ?? []),
      ...program.statistics.map((each) => each.tensor),
    ];
    for (const tensor of compared) await expectSame(tensor);
    expect(await onGpu.evaluate(asked)).toMatchObject({ correct: (await reference.evaluate(asked)).correct });
    await expectSame(program.logits);
    onGpu.dispose();

    async function expectSame(tensor: number): Promise<void> {
      const values = await reference.values(tensor);
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const { name } = program.tensors[tensor];
      expect(distance(await onGpu.read(tensor), values), name).toBeLessThan(zero + tolerance * largest);
    }
  });
});
