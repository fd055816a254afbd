// A step whose dispatches are too long for a watchdog is cut into more dispatches and submissions, with the same result
// to the bit. The bound is set low here, so that small networks are cut as large ones are.
import { afterAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../../../../model/index.js';
import { createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { kernelsOf } from '../../../../../runtime/backends/webgpu/kernels/index.js';
import type { WebGpuPlan } from '../../../../../runtime/backends/webgpu/plan.js';
import { longestSubmission, secondsOf } from '../../../../../runtime/backends/webgpu/variants/dispatch-slices.js';
import { variantOf } from '../../../../../runtime/backends/webgpu/variants/variants.js';
import type { Program } from '../../../../../runtime/ir/index.js';
import { countValues } from '../../../../../runtime/ir/index.js';
import { lenet5 } from '../../../../support/golden.js';
import { planTraining } from '../../../../support/gpu-planning.js';
import { chain, conv, fc, relu } from '../../../../support/graphs.js';
import { sgd } from '../../../../support/optimizers.js';
import { drawn } from '../../reference/arrays.js';
import { countingDevice } from '../device/counting-device.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
/** Winograd's smaller tiles, which are compiled soonest. */
const adapter = device && ({ ...readProfile(device), winograd: 2 } as const);
afterAll(() => device?.destroy());

const winograd = chain('Winograd', [8, 8, 16], [conv(16, 3, 1), relu, conv(16, 3, 1), relu, fc(5)]);

interface Case {
  readonly graph: Graph;
  readonly batch: number;
  readonly memory?: number;
  readonly longestDispatch: number;
}
const cases: readonly Case[] = [
  { graph: lenet5, batch: 16, longestDispatch: 1e-3 },
  { graph: winograd, batch: 32, longestDispatch: 1e-3 },
  // In parts, each of which is several submissions.
  {
    graph: chain('InParts', [12, 12, 2], [conv(8, 3, 1), relu, fc(3)]),
    batch: 6,
    memory: 50_000,
    longestDispatch: 1e-5,
  },
];

/** Dispatches that the plan asks for, and the seconds it foretells, of a step. */
function planned(program: Program, plan: WebGpuPlan) {
  const dispatches = program.step.flatMap((instruction, index) =>
    kernelsOf(instruction, plan.adapter, { slices: plan.stepSlices[index] }).map(({ dispatches }) => dispatches.length),
  );
  const seconds = program.step.map((each) => secondsOf(each.computation, countValues(each, program), plan.adapter));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return { kernels: dispatches.length, dispatches: sum(dispatches), seconds: sum(seconds) };
}

async function trained(program: Program, plan: WebGpuPlan) {
  const counting = countingDevice(device!);
  const executor = await createWebGpuExecutor(counting.device, program, plan);
  expect(counting.made.reduce((sum, bytes) => sum + bytes, 0)).toBe(plan.bytes);
  const dispatches = counting.calls.get('createBindGroup');
  program.parameters.forEach(({ tensor }, seed) => {
    const length = program.tensors[tensor].shape.reduce((product, extent) => product * extent, 1);
    executor.write(
      tensor,
      Float32Array.from(drawn(length, seed), (value) => value / 4),
    );
  });
  const { shape } = program.tensors[program.images];
  const images = Float32Array.from(
    drawn(
      shape.reduce((product, extent) => product * extent, 1),
      7,
    ),
  );
  const batch = { images, labels: Uint32Array.from({ length: program.batch }, (_, image) => image % 3) };
  const results: unknown[] = [];
  counting.calls.clear();
  for (let step = 0; step < 3; step++) results.push(await executor.step(batch, { learningRate: 0.05, step, seed: 1 }));
  const submissions = counting.calls.get('createCommandEncoder')! / 3;
  results.push(await executor.evaluate(batch));
  for (const { tensor } of program.parameters) results.push(await executor.read(tensor));
  executor.dispose();
  return { results, dispatches, submissions };
}

describe.skipIf(!device)('a step that is cut up learns the same to the bit', () => {
  test.each(cases)('$graph.name', async ({ graph, batch, memory, longestDispatch }) => {
    const options = { batch, memory, optimizer: sgd(0.05, 0.9) };
    const whole = planTraining(graph, { ...options, adapter });
    expect(whole.plan.sliceTable).toBeUndefined();
    const cut = planTraining(graph, { ...options, adapter: { ...adapter!, longestDispatch } });
    expect(cut.program.microBatches).toBe(whole.program.microBatches);
    if (memory !== undefined) expect(cut.program.microBatches).toBeGreaterThan(1);

    const one = await trained(whole.program, whole.plan);
    const other = await trained(cut.program, cut.plan);
    expect(other.results).toEqual(one.results);
    expect(one).toMatchObject({ dispatches: planned(whole.program, whole.plan).kernels, submissions: 1 });
    const { kernels, dispatches, seconds } = planned(cut.program, cut.plan);
    expect(other.dispatches).toBe(dispatches);
    expect(dispatches).toBeGreaterThan(1.2 * kernels);
    // Filled up to the bound but for the dispatch that would have been too much.
    const least = seconds / longestSubmission(cut.plan.adapter);
    expect(other.submissions).toBeGreaterThanOrEqual(least);
    expect(other.submissions).toBeGreaterThan(1);
  });

  test("the second's Winograd kernels are cut, on SwiftShader, where there are any", () => {
    if (device!.adapterInfo.architecture !== 'swiftshader') return;
    const { graph, longestDispatch, ...options } = cases[1];
    const cut = { ...adapter!, longestDispatch };
    const { program, plan } = planTraining(graph, { ...options, optimizer: sgd(0.05), adapter: cut });
    const slices = program.step.flatMap((instruction, index) =>
      variantOf(instruction.computation, cut).kind === 'winograd'
        ? kernelsOf(instruction, cut, { slices: plan.stepSlices[index] }).map(({ dispatches }) => dispatches.length)
        : [],
    );
    expect(slices.filter((count) => count > 1).length).toBeGreaterThan(3);
  });
});
