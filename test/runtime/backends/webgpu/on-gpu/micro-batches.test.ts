// Micro-batches on WebGPU: one submission, exactly the plan's bytes, and the same result as the whole batch.
import { afterAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../../../model/index.js';
import type { Executor } from '../../../../../runtime/backends/backend.js';
import { createReferenceExecutor } from '../../../../../runtime/backends/reference/index.js';
import { createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { firstUpdate, noImage, snapshotTensors } from '../../../../../runtime/ir/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../../../support/gpu-planning.js';
import { chain, conv, fc, maxpool2, relu } from '../../../../support/graphs.js';
import { sgd } from '../../../../support/optimizers.js';
import { distance, drawn, size } from '../../reference/arrays.js';
import { countingDevice } from '../device/counting-device.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

const dropout: Operation = { kind: 'dropout', rate: 0.3 };
const graph = chain('Small', [6, 6, 2], [conv(4, 3, 1), relu, maxpool2, fc(8), relu, dropout, fc(3)]);
const options = { batch: 6, optimizer: sgd(0.1, 0.9), clip: { kind: 'norm', limit: 0.5 } } as const;
const whole = compile(buildProgram(graph, options));
const batch = { images: Float32Array.from(drawn(6 * 72, 1)), labels: Uint32Array.of(0, 2, 1, 1, noImage, 0) };
const settings = (step: number) => ({ learningRate: 0.1, step, seed: 5 });

function start<E extends Pick<Executor, 'write' | 'program'>>(executor: E): E {
  executor.program.parameters.forEach(({ tensor }, seed) => {
    executor.write(tensor, Float32Array.from(drawn(size(executor.program.tensors[tensor].shape), seed)));
  });
  return executor;
}

describe.skipIf(!device).each([2, 3, 6])('a batch of 6 in %i parts', (parts) => {
  const program = compile(buildProgram(graph, { ...options, microBatches: parts }));
  const plan = planProgram(program, device && readProfile(device));

  test('learns as the whole batch does in 64 bits, the same values dropped', async () => {
    const executor = start(await createWebGpuExecutor(device!, program, plan));
    const reference = start(createReferenceExecutor(whole, planProgram(whole), { precision: 'float64' }));
    for (let step = 0; step < 5; step++) {
      const wanted = await reference.step(batch, settings(step));
      const got = await executor.step(batch, settings(step));
      expect(got.lossSum).toBeCloseTo(wanted.lossSum, 4);
      expect(got.correct).toBe(wanted.correct);
    }
    const [evaluated, wanted] = [await executor.evaluate(batch), await reference.evaluate(batch)];
    expect(evaluated.lossSum).toBeCloseTo(wanted.lossSum, 4);
    expect(evaluated.correct).toBe(wanted.correct);
    for (const [index, tensor] of snapshotTensors(program).entries()) {
      const [got, wanted] = [await executor.read(tensor), await reference.values(snapshotTensors(whole)[index])];
      expect(distance(got, wanted)).toBeLessThan(1e-5);
    }
    executor.dispose();
  });

  test('allocates the bytes of the plan before the first step, and submits each step once', async () => {
    const { device: counting, made, calls } = countingDevice(device!);
    const executor = start(await createWebGpuExecutor(counting, program, plan));
    expect(made.reduce((sum, bytes) => sum + bytes, 0)).toBe(plan.bytes);
    // What an evaluation needs beside a step is compiled once the first step is on its way.
    await executor.step(batch, settings(0));
    await executor.evaluate(batch);
    calls.clear();
    const encoded = () => calls.get('createCommandEncoder');
    await executor.step(batch, settings(1));
    expect(encoded()).toBe(1);
    await executor.evaluate(batch);
    expect(encoded()).toBe(2);
    expect([calls.get('createBuffer'), calls.get('createBindGroup')]).toEqual([undefined, undefined]);
    executor.dispose();
  });

  test('repeats a run to the bit, and is traced part by part with the same outcome', async () => {
    const create = async () => start(await createWebGpuExecutor(device!, program, plan));
    const [one, other] = [await create(), await create()];
    const last = snapshotTensors(program).at(-1)!;
    const seen: number[] = [];
    await one.step(batch, settings(0));
    await other.trace(batch, settings(0), (tensor) => seen.push(tensor) === 0);
    expect(await other.read(last)).toEqual(await one.read(last));
    const updates = firstUpdate(program);
    const written = (from: number, to?: number) => program.step.slice(from, to).flatMap(({ outputs }) => outputs);
    const perMicroBatch = written(0, updates);
    expect(seen).toEqual([...Array.from({ length: parts }, () => perMicroBatch).flat(), ...written(updates)]);
    one.dispose();
    other.dispose();
  });
});
