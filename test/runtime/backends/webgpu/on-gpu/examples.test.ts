// The networks of examples/, with reduced inputs, on WebGPU against the float64 reference. The largest take minutes to
// compile on a software adapter: they run only if EVERY_EXAMPLE is set; the others cover their kinds of layers.
import { afterAll, describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../../../runtime/backends/reference/index.js';
import { createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import type { Program } from '../../../../../runtime/ir/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../../../support/gpu-planning.js';
import { sgd } from '../../../../support/optimizers.js';
import { distance } from '../../reference/arrays.js';
import { countingDevice } from '../device/counting-device.js';
import { nodeDevice } from './support/node-device.js';
import { drawnBatch, examples, reduced, reducedExample, start } from './support/reduced-examples.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

/** Relative to the largest value of a tensor. */
const tolerance = 1e-4;

const large = new RegExp(
  '^(ConvNeXtT|DenseNet121|EfficientNetB0|GoogLeNet|GoogLeNetBN|InceptionV4|MobileNetV[23]|PreResNet1001|' +
    'ResNeX?t(34|50|101|152)|VGG(13|16|16BN|19))$',
);
/** Its training step below computes all that an evaluation does: it has no layer that differs between the two. */
const trained = 'UNet';
const looked = examples.filter(
  ({ name }) => process.env.EVERY_EXAMPLE !== undefined || !(large.test(name) || name === trained),
);

async function both(plain: Program) {
  const program = compile(plain);
  const plan = planProgram(program, readProfile(device!));
  const counting = countingDevice(device!);
  const onGpu = await createWebGpuExecutor(counting.device, program, plan);
  expect(counting.made.reduce((sum, bytes) => sum + bytes, 0)).toBe(plan.bytes);
  const reference = createReferenceExecutor(plain, planProgram(plain), { precision: 'float64' });
  for (const executor of [onGpu, reference]) start(executor);
  const expectSame = async (tensor: number) => {
    const values = await reference.values(tensor);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const { name } = program.tensors[tensor];
    expect(distance(await onGpu.read(tensor), values), name).toBeLessThan(1e-6 + tolerance * largest);
  };
  return { onGpu, reference, expectSame };
}

describe.skipIf(!device)('an example', () => {
  test.each(looked)('$name computes what the reference does', async ({ name, text }) => {
    const whole = buildProgram(reduced(text, name), { batch: 1, optimizer: sgd(0.1) });
    // Nothing but the evaluation: the kernels of a step are not compiled.
    const program = { ...whole, step: whole.evaluation };
    const { onGpu, reference, expectSame } = await both(program);
    const batch = drawnBatch(program, 2);
    await onGpu.evaluate(batch);
    await reference.evaluate(batch);
    await expectSame(program.logits);
    const logits = await reference.values(program.logits);
    expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(1e-3);
    onGpu.dispose();
  });
});

describe.skipIf(!device)('a training step', () => {
  test('of U-Net', async () => {
    const program = buildProgram(reducedExample(trained), { batch: 4, optimizer: sgd(0.1, 0.9) });
    const { onGpu, reference, expectSame } = await both(program);
    const batch = drawnBatch(program, 2);
    const settings = { learningRate: 0.1, step: 0, seed: 5 };
    const got = await onGpu.step(batch, settings);
    const wanted = await reference.step(batch, settings);
    expect(Math.abs(got.lossSum / wanted.lossSum - 1)).toBeLessThan(tolerance);
    for (const { gradient } of program.parameters) await expectSame(gradient!);
    for (const { tensor } of program.statistics) await expectSame(tensor);
    onGpu.dispose();
  });
});
