// How the WebGPU executor behaves: the same run twice, several steps in flight, the plan's bytes and no more, refusals
// with a reason, a device that is lost.
import { afterAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../../../model/index.js';
import { stepsInFlight } from '../../../../../runtime/backends/backend.js';
import { createReferenceExecutor } from '../../../../../runtime/backends/reference/index.js';
import { createWebGpuExecutor, requestDevice } from '../../../../../runtime/backends/webgpu/index.js';
import { kernelsOf } from '../../../../../runtime/backends/webgpu/kernels/index.js';
import { allocateSnapshot, noImage, type Program, snapshotTensors } from '../../../../../runtime/ir/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../../../support/gpu-planning.js';
import { chain, conv, fc, maxpool2, relu, windowOf } from '../../../../support/graphs.js';
import { sgd } from '../../../../support/optimizers.js';
import { drawn } from '../../reference/arrays.js';
import { countingDevice } from '../device/counting-device.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

const dropout: Operation = { kind: 'dropout', rate: 0.3 };
const avgpool: Operation = { kind: 'avgpool', window: windowOf(2, { stride: [1, 1] }), countPad: true };
const graph = chain('Small', [6, 6, 2], [conv(4, 3, 1), relu, maxpool2, avgpool, fc(8), relu, dropout, fc(3)]);
const program = compile(buildProgram(graph, { batch: 3, optimizer: sgd(0.1, 0.9) }));
const plan = planProgram(program);
const batch = { images: Float32Array.from(drawn(3 * 72, 1)), labels: Uint32Array.of(0, 2, 1) };
const settings = (step: number) => ({ learningRate: 0.1, step, seed: 5 });

type Writable = { write(tensor: number, values: Float32Array): void };

function start<E extends Writable>(executor: E): E {
  program.parameters.forEach(({ tensor }, seed) => {
    const length = program.tensors[tensor].shape.reduce((product, extent) => product * extent, 1);
    executor.write(tensor, Float32Array.from(drawn(length, seed)));
  });
  return executor;
}

const create = async (on: GPUDevice = device!) => start(await createWebGpuExecutor(on, program, plan));

describe.skipIf(!device)('the executor on WebGPU', () => {
  test('repeats a run to the bit, with more steps asked for at once than it keeps in flight', async () => {
    const [one, other] = [await create(), await create()];
    const steps = Array.from({ length: 3 * stepsInFlight }, (_, step) => step);
    const losses = await Promise.all(steps.map((step) => one.step(batch, settings(step))));
    for (const step of steps) expect(await other.step(batch, settings(step))).toEqual(losses[step]);
    expect(new Set(losses.map(({ lossSum }) => lossSum)).size).toBe(steps.length);
    const last = program.parameters.at(-2)!.tensor;
    expect(await one.read(last)).toEqual(await other.read(last));
    one.dispose();
    other.dispose();
  });

  test('follows the reference, dropout included', async () => {
    const executor = await create();
    const reference = start(createReferenceExecutor(program, plan, { precision: 'float64' }));
    for (let step = 0; step < 5; step++) {
      const wanted = await reference.step(batch, settings(step));
      const got = await executor.step(batch, settings(step));
      expect(got.lossSum).toBeCloseTo(wanted.lossSum, 4);
      expect(got.correct).toBe(wanted.correct);
    }
    executor.dispose();
  });

  test('takes a batch as it is at the call', async () => {
    const [one, other] = [await create(), await create()];
    const changing = { images: batch.images.slice(), labels: batch.labels.slice() };
    const asked = one.step(changing, settings(0));
    changing.images.fill(9);
    changing.labels.fill(0);
    expect(await asked).toEqual(await other.step(batch, settings(0)));
    one.dispose();
    other.dispose();
  });

  test('evaluates without dropout and without learning; empty places count for nothing', async () => {
    const executor = await create();
    const weights = program.parameters[0].tensor;
    const before = await executor.read(weights);
    const whole = await executor.evaluate(batch);
    const wanted = await start(createReferenceExecutor(program, plan)).evaluate(batch);
    expect(whole.lossSum).toBeCloseTo(wanted.lossSum, 4);
    expect(await executor.evaluate(batch)).toEqual(whole);
    let lossSum = 0;
    for (const kept of [0, 1, 2]) {
      const labels = batch.labels.map((label, n) => (n === kept ? label : noImage));
      lossSum += (await executor.evaluate({ ...batch, labels })).lossSum;
    }
    expect(lossSum).toBeCloseTo(whole.lossSum, 4);
    expect(await executor.read(weights)).toEqual(before);
    executor.dispose();
  });

  test('allocates the bytes of the plan, all before the first step, and frees them', async () => {
    // Counts what is asked of the device itself, whatever the executor says.
    const counting = countingDevice(device!);
    const executor = await create(counting.device);
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    expect(total(counting.made)).toBe(plan.bytes);
    expect(executor.allocatedBytes).toBe(plan.bytes);
    expect(counting.made).toHaveLength(plan.buffers.length);
    // What an evaluation needs beside a step is compiled once the first step is on its way.
    await executor.step(batch, settings(0));
    await executor.evaluate(batch);
    counting.calls.clear();
    for (let step = 0; step < 6; step++) await executor.step(batch, settings(step));
    await executor.evaluate(batch);
    await executor.readSnapshot(allocateSnapshot(program));
    // One submission each; the metrics come back through the ring, which is mapped and copied into, never made.
    expect([...counting.calls]).toEqual([['createCommandEncoder', 8]]);
    executor.dispose();
    expect(counting.destroyed).toHaveLength(plan.buffers.length);
  });

  test('compiles for the first step what a step needs and no more, and nothing twice on a device', async () => {
    const counting = countingDevice(device!);
    const asked = () => counting.calls.get('createComputePipelineAsync') ?? 0;
    const codes = (instructions: Program['step']) =>
      instructions.flatMap((instruction) => kernelsOf(instruction, plan.adapter).map(({ code }) => code));
    const ofStep = new Set(codes(program.step));
    const ofBoth = new Set([...ofStep, ...codes(program.evaluation)]);
    expect(ofBoth.size).toBeGreaterThan(ofStep.size);

    const first = await create(counting.device);
    expect(asked()).toBe(ofStep.size);
    await first.step(batch, settings(0));
    await first.evaluate(batch);
    expect(asked()).toBe(ofBoth.size);
    const second = await create(counting.device);
    await second.step(batch, settings(0));
    await second.evaluate(batch);
    expect(asked()).toBe(ofBoth.size);
    for (const executor of [first, second]) executor.dispose();
  });

  test('keeps what a training goes on from, while steps go on, and goes on from it', async () => {
    const [one, other] = [await create(), await create()];
    const wanted: number[] = [];
    const kept = allocateSnapshot(program);
    await one.step(batch, settings(0));
    const keeping = one.readSnapshot(kept);
    for (const step of [1, 2, 3]) wanted.push((await one.step(batch, settings(step))).lossSum);
    expect(await keeping).toBeGreaterThan(0);
    snapshotTensors(program).forEach((tensor, index) => {
      other.write(tensor, kept[index]);
    });
    for (const step of [1, 2, 3]) expect((await other.step(batch, settings(step))).lossSum).toBe(wanted[step - 1]);
    one.dispose();
    other.dispose();
  });

  test('keeps in pieces what is larger than the way to the host, as it is between two steps', async () => {
    // A staging buffer of 20 bytes cuts nearly every tensor.
    const buffers = plan.buffers.map((buffer, index) => (index === plan.staging ? { ...buffer, bytes: 20 } : buffer));
    const [narrow, wide] = [start(await createWebGpuExecutor(device!, program, { ...plan, buffers })), await create()];
    const [got, wanted] = [allocateSnapshot(program), allocateSnapshot(program)];
    for (const [executor, kept] of [
      [narrow, got],
      [wide, wanted],
    ] as const) {
      const asked = [executor.step(batch, settings(0)), executor.readSnapshot(kept), executor.step(batch, settings(1))];
      await Promise.all(asked);
    }
    expect(got).toEqual(wanted);
    expect(got.some((values) => values.some((value) => value !== 0))).toBe(true);
    narrow.dispose();
    wide.dispose();
  });

  test('shows each tensor of a step as it is written', async () => {
    const [traced, stepped] = [await create(), await create()];
    const seen: string[] = [];
    const last = new Map<number, Float32Array>();
    await traced.trace(batch, settings(0), (tensor, values) => {
      seen.push(program.tensors[tensor].name);
      last.set(tensor, values);
      return false;
    });
    await stepped.step(batch, settings(0));
    expect(seen).toEqual(program.step.flatMap(({ outputs }) => outputs.map((id) => program.tensors[id].name)));
    for (const { tensor, gradient } of program.parameters) {
      expect(last.get(gradient!)).toEqual(await stepped.read(gradient!));
      expect(last.get(tensor)).toEqual(await stepped.read(tensor));
    }
    let calls = 0;
    await traced.trace(batch, settings(1), () => ++calls === 3);
    expect(calls).toBe(3);
    traced.dispose();
    stepped.dispose();
  });

  test('refuses what does not fit, with the numbers', async () => {
    const executor = await create();
    expect(() => executor.write(program.parameters[0].tensor, new Float32Array(5))).toThrow(
      'conv.1/weights has 72 values, not 5',
    );
    await expect(executor.read(10_000)).rejects.toThrow('no tensor 10000');
    await expect(executor.step({ ...batch, labels: Uint32Array.of(0, 1, 3) }, settings(0))).rejects.toThrow('label 3');
    await expect(executor.step({ ...batch, images: new Float32Array(1) }, settings(0))).rejects.toThrow('not 1');
    await expect(executor.step(batch, settings(0))).resolves.toBeDefined();
    executor.dispose();
    await expect(executor.step(batch, settings(0))).rejects.toThrow('closed');
  });

  test('says so when a network exceeds the limits of the device', async () => {
    const wide = chain('Wide', [1024, 1024, 64], [relu, fc(2)]);
    const huge = compile(buildProgram(wide, { batch: 64, optimizer: sgd(0.1) }));
    await expect(createWebGpuExecutor(device!, huge, planProgram(huge))).rejects.toThrow(
      new RegExp(
        'Wide with batch 64 needs a buffer of 16 GiB \\(images\\), but .* allows \\d[\\d.]* [MG]iB at most\\. ' +
          'Try a smaller batch\\.$',
      ),
    );
  });

  test('says so when the device is lost, and steps afterwards fail at once', async () => {
    const own = await nodeDevice();
    const executor = await create(own);
    await executor.step(batch, settings(0));
    own!.destroy();
    await expect(executor.step(batch, settings(1))).rejects.toThrow('GPU');
    await expect(executor.evaluate(batch)).rejects.toThrow('GPU device was closed');
    executor.dispose();
  });
});

describe('without WebGPU', () => {
  test('the reason is a value', async () => {
    expect(await requestDevice(undefined)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('navigator.gpu'),
    });
    const empty = { requestAdapter: async () => null } as unknown as GPU;
    expect(await requestDevice(empty)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('no graphics adapter'),
    });
    const failing = { requestAdapter: () => Promise.reject(new Error('the driver crashed')) } as unknown as GPU;
    expect(await requestDevice(failing)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('the driver crashed'),
    });
  });
});
