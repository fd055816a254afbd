// Measuring variants on a device: the tuner returns names of variants only, within its time. Trainings with the
// measured variants are equal to the bit and take the planned bytes.
import { afterAll, describe, expect, test } from 'vitest';
import { createTuner, createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { chooseVariant, measureVariants, tuneProfile } from '../../../../../runtime/backends/webgpu/tuning/tune.js';
import type { Choices } from '../../../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import type { TuningMode } from '../../../../../runtime/backends/webgpu/tuning/tuning-mode.js';
import { candidatesOf, shapeKey, variantName } from '../../../../../runtime/backends/webgpu/variants/variants.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../../../support/gpu-planning.js';
import { chain, conv, fc, maxpool2, relu } from '../../../../support/graphs.js';
import { sgd } from '../../../../support/optimizers.js';
import { drawn } from '../../reference/arrays.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

const graph = chain('Small', [12, 12, 3], [conv(16, 3, 1), relu, conv(16, 3, 1), relu, maxpool2, fc(10)]);
const program = compile(buildProgram(graph, { batch: 8, optimizer: sgd(0.1, 0.9) }));
const batch = { images: Float32Array.from(drawn(8 * 432, 1)), labels: Uint32Array.from({ length: 8 }, (_, n) => n) };

test('a variant must be clearly faster than the default to replace it', () => {
  expect(
    chooseVariant(
      new Map([
        ['a', 10],
        ['b', 9.8],
        ['c', 12],
      ]),
    ),
  ).toBe('a');
  expect(
    chooseVariant(
      new Map([
        ['a', 10],
        ['b', 8],
        ['c', 5],
      ]),
    ),
  ).toBe('c');
});

describe.skipIf(!device)('tuning', () => {
  test('times every candidate of the dearest shapes', { timeout: 240_000 }, async () => {
    const adapter = readProfile(device!);
    const measured = await measureVariants(device!, program, adapter, { budget: 200_000 });
    const shapes = new Map(program.step.map(({ computation }) => [shapeKey(computation), computation]));
    expect(measured.length).toBeGreaterThan(1);
    for (const { key, times } of measured) {
      expect([...times.keys()]).toEqual(candidatesOf(shapes.get(key)!, adapter).map(variantName));
      for (const time of times.values()) expect(time).toBeGreaterThan(0);
    }
  });

  test('a training with what it found repeats to the bit, and takes the bytes planned for it', async () => {
    const adapter = await tuneProfile(device!, program, readProfile(device!), { budget: 20_000 });
    expect(Object.keys(adapter.choices!).length).toBeGreaterThan(1);
    const plan = planProgram(program, JSON.parse(JSON.stringify(adapter)));
    const losses = async () => {
      const executor = await createWebGpuExecutor(device!, program, plan);
      expect(executor.allocatedBytes).toBe(plan.bytes);
      program.parameters.forEach(({ tensor }, seed) => {
        const length = program.tensors[tensor].shape.reduce((product, extent) => product * extent, 1);
        executor.write(tensor, Float32Array.from(drawn(length, seed)));
      });
      const losses: number[] = [];
      for (let step = 0; step < 4; step++)
        losses.push((await executor.step(batch, { learningRate: 0.01, step, seed: 1 })).lossSum);
      executor.dispose();
      return losses;
    };
    const first = await losses();
    expect(await losses()).toEqual(first);
    expect(new Set(first).size).toBe(4);
  });

  test('measures nothing without time, and nothing that is known', async () => {
    const adapter = readProfile(device!);
    expect(await tuneProfile(device!, program, adapter, { budget: 0 })).toBe(adapter);
    const choices = Object.fromEntries(program.step.map(({ computation }) => [shapeKey(computation), 'registers']));
    const known = { ...adapter, choices };
    expect(await tuneProfile(device!, program, known, { budget: 20_000 })).toBe(known);
  });

  test('what a tuner finds is reported once, and not measured again where it is cached', async () => {
    const own = (await nodeDevice())!;
    const given = {
      kind: 'device',
      device: own,
      description: 'own',
      identity: 'own',
      adapter: readProfile(own),
    } as const;
    const heard: unknown[] = [];
    const tunerWith = (mode: TuningMode, recalled?: Choices) =>
      createTuner(given, {
        mode,
        recall: () => recalled,
        onMeasuring: () => heard.push('begins'),
        onMeasured: (_, choices) => heard.push(choices),
      });
    const first = tunerWith('always');
    expect(first.adapter).toBe(given.adapter);
    const found = await first.tune(program);
    expect(heard).toEqual(['begins', found.choices]);

    heard.length = 0;
    // All that the program's shapes can be asked for.
    const choices = Object.fromEntries(program.step.map(({ computation }) => [shapeKey(computation), 'registers']));
    const again = tunerWith('always', choices);
    expect(again.adapter).toEqual({ ...given.adapter, choices });
    expect(await again.tune(program)).toBe(again.adapter);
    expect(heard).toEqual(['begins']);
    const never = tunerWith('never', choices);
    expect(never.adapter).toBe(given.adapter);
    expect(await never.tune(program)).toBe(given.adapter);
    expect(heard).toEqual(['begins']);
    own.destroy();
  });

  test('a device that refuses everything leaves the adapter as it is', async () => {
    const own = (await nodeDevice())!;
    own.destroy();
    const adapter = readProfile(device!);
    expect(await tuneProfile(own, program, adapter, { budget: 20_000 })).toBe(adapter);
  });
});
