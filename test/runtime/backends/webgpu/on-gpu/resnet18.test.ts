// One training step of ResNet-18 on 32x32 images: loss, gradients and updated parameters on WebGPU against the float64
// reference, which follows the device where rounding decides a ReLU or a maximum (decisions.ts). Batch 16: the last
// stage normalises over one value an image; with batch 4 that magnifies rounding to 3e-4 of the largest gradient.
import { afterAll, describe, expect, test } from 'vitest';
import type { Executor } from '../../../../../runtime/backends/backend.js';
import { createReferenceExecutor } from '../../../../../runtime/backends/reference/index.js';
import { createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import type { Batch } from '../../../../../runtime/ir/index.js';
import { snapshotTensors } from '../../../../../runtime/ir/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../../../support/gpu-planning.js';
import { chain, conv, fc, maxpool2, relu } from '../../../../support/graphs.js';
import { sgd } from '../../../../support/optimizers.js';
import { distance } from '../../reference/arrays.js';
import { stepDecidedBy } from './support/decisions.js';
import { nodeDevice } from './support/node-device.js';
import { drawnBatch, reducedExample, start } from './support/reduced-examples.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

/** Of the largest value of a tensor; what the project asks for. */
const tolerance = 1e-4;
const settings = { learningRate: 0.1, step: 0, seed: 5 };

/** What a training goes on from, by tensor id. */
async function readSnapshot(executor: Executor): Promise<Map<number, Float32Array>> {
  const values = new Map<number, Float32Array>();
  for (const tensor of snapshotTensors(executor.program)) values.set(tensor, await executor.read(tensor));
  return values;
}

/** Every tensor as a step writes it; of one that is changed in place the last. */
async function traced(executor: Executor, batch: Batch): Promise<Map<number, Float32Array>> {
  const made = new Map<number, Float32Array>();
  await executor.trace(batch, settings, (tensor, values) => {
    made.set(tensor, values);
    return false;
  });
  return made;
}

describe.skipIf(!device)('ResNet-18', () => {
  test('trains a step', async () => {
    // No evaluation: its kernels are not compiled.
    const program = {
      ...buildProgram(reducedExample('ResNet18'), { batch: 16, optimizer: sgd(0.1, 0.9) }),
      evaluation: [],
    };
    const compiled = compile(program);
    const executor = await createWebGpuExecutor(device!, compiled, planProgram(compiled, readProfile(device!)));
    const batch = drawnBatch(program, 1000);
    start(executor);
    const begin = await readSnapshot(executor);
    const made = await traced(executor, batch);
    const { tensors, decisions } = stepDecidedBy(made, program, begin, batch, settings);
    for (const { tensor, distance } of decisions) expect(distance, tensor).toBeLessThan(tolerance);
    const expectSame = (got: Float32Array, tensor: number) => {
      const wanted = tensors[tensor] as Float64Array;
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const { name } = program.tensors[tensor];
      expect(distance(got, wanted), name).toBeLessThan(1e-6 + tolerance * largest);
    };
    expect(program.parameters).toHaveLength(62);
    for (const { gradient } of program.parameters) expectSame(made.get(gradient!)!, gradient!);

    // The same step as one submission.
    for (const [tensor, values] of begin) executor.write(tensor, values);
    const { lossSum, correct } = await executor.step(batch, settings);
    const [wantedLoss, wantedCorrect] = tensors[program.metrics];
    expect(Math.abs(lossSum / wantedLoss - 1)).toBeLessThan(tolerance);
    expect(correct).toBe(wantedCorrect);
    for (const [tensor, values] of await readSnapshot(executor)) expectSame(values, tensor);
    executor.dispose();
  }, 300_000);
});

test('a decision that fell the other way is found, and taken over', async () => {
  const graph = chain('Decisions', [6, 6, 2], [conv(4, 3, 1), relu, maxpool2, fc(3)]);
  const program = buildProgram(graph, { batch: 2, optimizer: sgd(0.1) });
  const executor = createReferenceExecutor(program, planProgram(program));
  const batch = drawnBatch(program, 3);
  start(executor);
  const begin = await readSnapshot(executor);
  const made = await traced(executor, batch);
  const same = stepDecidedBy(made, program, begin, batch, settings);
  expect(same.decisions).toEqual([]);

  const rectified = program.step.find(({ computation }) => computation.kind === 'pointwise')!.outputs[0];
  const values = made.get(rectified)!;
  const weights = program.parameters[0].gradient!;
  expect(distance(made.get(weights)!, same.tensors[weights])).toBeLessThan(1e-6);
  // The smallest that passed the rectifier is now said not to have.
  const smallest = values.reduce(
    (least, value, at) => (value > 0 && value < values[least] ? at : least),
    values.findIndex((value) => value > 0),
  );
  const left = values[smallest];
  values[smallest] = 0;
  const largest = Math.max(...values);
  const other = stepDecidedBy(made, program, begin, batch, settings);
  const { name } = program.tensors[rectified];
  expect(other.decisions[0]).toMatchObject({ tensor: name, distance: expect.closeTo(left / largest, 5) });
  expect(other.tensors[rectified][smallest]).toBe(0);

  // And of the values that passed the smaller are said to be the larger.
  values[smallest] = left;
  const pooled = program.step.find(({ computation }) => computation.kind === 'maxpool')!.outputs[0];
  made.set(
    rectified,
    values.map((value) => (value > 0 ? largest + left - value : 0)),
  );
  const swapped = stepDecidedBy(made, program, begin, batch, settings);
  expect(swapped.decisions.map(({ tensor }) => tensor)).toContain(program.tensors[pooled].name);
  expect(distance(swapped.tensors[weights], same.tensors[weights])).toBeGreaterThan(1e-4);
});
