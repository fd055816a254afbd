// The networks of examples/ on WebGPU against the reference in 64 bits. Each is written with another input, so that the
// reference, which takes a second for half a billion products, comes to an end: the smallest square side from 32 (or its own,
// where that is smaller) on with which the file has no error. Layers, widths and depth are the example's, U-Net's widths apart.
//
// Compiling the kernels of the largest takes a software adapter minutes in all: those are looked at where the environment
// has EVERY_EXAMPLE, and their kinds of layers are in the others.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../language/graph/index.js';
import { type NetworkAnalysis, parseCnn } from '../../language/index.js';
import { compile } from '../../runtime/compile/index.js';
import { createWebGpuExecutor, profileOf } from '../../runtime/device/index.js';
import { planProgram } from '../../runtime/plan/index.js';
import { buildProgram, type Executor, lengthOf, mulberry32, type Program } from '../../runtime/program/index.js';
import { createReferenceExecutor } from '../../runtime/reference/index.js';
import { initialise } from '../../runtime/train/index.js';
import { countingDevice } from '../device/counting-device.js';
import { distance, drawn } from '../reference/arrays.js';
import { sgd } from '../runtime-fixtures/optimizers.js';
import { nodeDevice } from './node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

/** Of the largest value of a tensor; what the project asks for. */
const tolerance = 1e-4;

const folder = new URL('../../examples/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.cnn'));
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');

/** U-Net with a sixteenth of its filters: at its least side it is 8 billion products wide else. */
const thinned = (text: string) =>
  text.replace(/(Double|Up)\((\d+)/g, (_, block, filters) => `${block}(${Number(filters) / 16}`);

/** A network of a file with the least input it can do with. */
function reduced(text: string, name: string): NetworkAnalysis {
  const own = Math.max(...Array.from(text.matchAll(/input\((\d+)x/gi), ([, side]) => Number(side)));
  for (let side = Math.min(32, own); side <= own; side++) {
    const { networks } = parseCnn(text.replace(/(input)\(\d+x\d+x/gi, `$1(${side}x${side}x`), name);
    const network = networks.find((each) => each.name === name);
    if (network?.sound) return network;
  }
  throw new Error(`${name} does with no input up to its own`);
}

const examples = files.flatMap((file) =>
  parseCnn(textOf(file), file).networks.map(({ name }) => ({
    name,
    text: file === 'unet.cnn' ? thinned(textOf(file)) : textOf(file),
  })),
);

const large =
  /^(ConvNeXtT|DenseNet121|EfficientNetB0|GoogLeNet|GoogLeNetBN|InceptionV4|MobileNetV[23]|PreResNet1001|ResNeX?t(34|50|101|152)|VGG(13|16|16BN|19))$/;
const looked = examples.filter(({ name }) => process.env.EVERY_EXAMPLE !== undefined || !large.test(name));

/** Weights by He; normalisations scale down and shift a little, as trained ones do: their branches then stay small. */
function start(executor: Executor): void {
  const { program } = executor;
  initialise(executor, 1);
  program.parameters.forEach(({ tensor, initial }, seed) => {
    if (initial.kind !== 'constant') return;
    const values = Float32Array.from(
      drawn(lengthOf(program, tensor), seed + 2),
      (value) => initial.value * 0.3 + value / 10,
    );
    executor.write(tensor, values);
  });
}

function given(program: Program, classes: number) {
  const images = Float32Array.from(drawn(lengthOf(program, program.images), 1));
  const random = mulberry32(2);
  return { images, labels: Uint32Array.from({ length: program.batch }, () => Math.floor(classes * random())) };
}

async function both(plain: Program) {
  const program = compile(plain);
  const plan = planProgram(program, profileOf(device!));
  const counting = countingDevice(device!);
  const onGpu = await createWebGpuExecutor(counting.device, program, plan);
  expect(counting.made.reduce((sum, bytes) => sum + bytes, 0)).toBe(plan.bytes);
  const reference = createReferenceExecutor(plain, planProgram(plain), { precision: 'float64' });
  for (const executor of [onGpu, reference]) start(executor);
  const expectSame = async (tensor: number) => {
    const values = await reference.values(tensor);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const { name } = program.tensors[tensor]!;
    expect(distance(await onGpu.read(tensor), values), name).toBeLessThan(1e-6 + tolerance * largest);
  };
  return { onGpu, reference, expectSame };
}

describe.skipIf(!device)('an example', () => {
  test.each(looked)('$name computes what the reference does', async ({ name, text }) => {
    const { graph } = reduced(text, name);
    const whole = buildProgram(graph, { batch: 1, optimizer: sgd(0.1) });
    // Nothing but the evaluation: the kernels of a step are not compiled.
    const program = { ...whole, step: whole.evaluation };
    const { onGpu, reference, expectSame } = await both(program);
    const batch = given(program, 2);
    await onGpu.evaluate(batch);
    await reference.evaluate(batch);
    await expectSame(program.logits);
    const logits = await reference.values(program.logits);
    expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(1e-3);
    onGpu.dispose();
  });
});

const trained: readonly { readonly name: string; readonly graph: Graph }[] = [
  { name: 'UNet', graph: reduced(thinned(textOf('unet.cnn')), 'UNet').graph },
];

describe.skipIf(!device)('a training step', () => {
  test.each(trained)('of $name', async ({ graph }) => {
    const program = buildProgram(graph, { batch: 4, optimizer: sgd(0.1, 0.9) });
    const { onGpu, reference, expectSame } = await both(program);
    const batch = given(program, 2);
    const settings = { learningRate: 0.1, step: 0, seed: 5 };
    const got = await onGpu.step(batch, settings);
    const wanted = await reference.step(batch, settings);
    expect(Math.abs(got.lossSum / wanted.lossSum - 1)).toBeLessThan(tolerance);
    for (const { gradient } of program.parameters) await expectSame(gradient!);
    for (const { tensor } of program.statistics) await expectSame(tensor);
    onGpu.dispose();
  });
});
