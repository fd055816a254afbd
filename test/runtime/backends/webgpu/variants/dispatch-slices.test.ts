// Dispatch slices: every workgroup is in exactly one, and the plan has room for the slice table.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AdapterProfile, unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { type Kernel, kernelsOf } from '../../../../../runtime/backends/webgpu/kernels/index.js';
import {
  longestSubmission,
  secondsOf,
  sliceStride,
  slicesOf,
} from '../../../../../runtime/backends/webgpu/variants/dispatch-slices.js';
import type { Computation } from '../../../../../runtime/ir/index.js';
import { countValues } from '../../../../../runtime/ir/index.js';
import { cifarSmall, lenet5 } from '../../../../support/golden.js';
import { planTraining } from '../../../../support/gpu-planning.js';
import { sgd } from '../../../../support/optimizers.js';
import { checkSums } from '../../../memory/play.js';

const kernelOf = (size: number, slices?: number): Kernel =>
  kernelsOf({ computation: { kind: 'add', size, epilogue: [] }, inputs: [0, 1], outputs: [2] }, unknownGpu, {
    slices,
  })[0];

test('dispatch slices cover every workgroup once', () => {
  const sizes = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 200_000_000 }));
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 256 }), (size, slices) => {
      const whole = kernelOf(size);
      const kernel = kernelOf(size, slices);
      const workgroups = kernel.dispatches;
      expect(workgroups.length).toBeLessThanOrEqual(slices);
      if (workgroups.length === 1) expect(kernel).toEqual(whole);
      const [width] = workgroups[0];
      workgroups.forEach(([columns, ...others], index) => {
        expect(others).toEqual(whole.workgroups.slice(1));
        expect(columns).toBeGreaterThan(0);
        // All but the last are as wide as the text says that each is.
        if (index < workgroups.length - 1) expect(columns).toBe(width);
      });
      if (workgroups.length > 1) expect(kernel.code).toContain(`dispatch_slice * ${width}u`);
      expect(workgroups.reduce((sum, [columns]) => sum + columns, 0)).toBe(whole.workgroups[0]);
    }),
  );
});

const software: AdapterProfile = { ...unknownGpu, software: true };
const fullyConnected = (batch: number): Computation => ({ kind: 'fc', batch, inputs: 4096, units: 4096, epilogue: [] });

test('short kernels are not sliced, on any adapter', () => {
  for (const [graph, batch] of [[lenet5, 64] as const, [cifarSmall, 32] as const]) {
    for (const adapter of [unknownGpu, software]) {
      const { program, plan } = planTraining(graph, { batch, optimizer: sgd(0.1), adapter });
      expect(new Set([...plan.stepSlices, ...plan.evaluationSlices])).toEqual(new Set([1]));
      expect(plan.sliceTable).toBeUndefined();
      const seconds = program.step.map((each) => secondsOf(each.computation, countValues(each, program), adapter));
      expect(seconds.reduce((sum, each) => sum + each, 0)).toBeLessThan(longestSubmission(adapter));
    }
  }
});

test('twice the work is estimated at twice the time and cut into twice the slices', () => {
  const values = 3 * 4096 * 4096;
  // 34 GFLOP a 1024 images: 1.7 s at 20 GFLOP/s, 17 s at 2.
  expect(secondsOf(fullyConnected(1024), values, unknownGpu)).toBeCloseTo(1.768, 2);
  expect(slicesOf(fullyConnected(1024), values, unknownGpu)).toBe(4);
  expect(slicesOf(fullyConnected(2048), values, unknownGpu)).toBe(7);
  expect(slicesOf(fullyConnected(1024), values, software)).toBe(9);
  expect(slicesOf(fullyConnected(1024), values, { ...software, longestDispatch: 20 })).toBe(1);
  expect(slicesOf(fullyConnected(2 ** 24), values, software)).toBe(256);
});

test('the plan has room for the numbers of all slices', () => {
  const options = { batch: 8, optimizer: sgd(0.1, 0.9) };
  const plain = planTraining(lenet5, options);
  const cut = planTraining(lenet5, { ...options, adapter: { ...unknownGpu, longestDispatch: 1e-5 } });
  const most = Math.max(...cut.plan.stepSlices, ...cut.plan.evaluationSlices);
  expect(most).toBeGreaterThan(3);
  expect(cut.plan.buffers[cut.plan.sliceTable!]).toEqual({ bytes: most * sliceStride, tensors: [] });
  expect(cut.plan.bytes).toBe(plain.plan.bytes + most * sliceStride);
  checkSums(cut.program, cut.plan);
});
