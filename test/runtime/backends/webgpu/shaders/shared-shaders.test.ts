// Shared shaders: the constants in a kernel's slot are those of its own source, in every example's training step.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseCnn } from '../../../../../language/index.js';
import { type AdapterProfile, unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { type Kernel, kernelsOf, shareShaders } from '../../../../../runtime/backends/webgpu/kernels/index.js';
import { slotBytes } from '../../../../../runtime/backends/webgpu/variants/constants-table.js';
import { lenet5 } from '../../../../support/golden.js';
import { planTraining } from '../../../../support/gpu-planning.js';
import { padded, windowOf } from '../../../../support/graphs.js';
import { sgd } from '../../../../support/optimizers.js';

const llvmpipe: AdapterProfile = { ...unknownGpu, software: true, subgroupSize: 8 };
const swiftshader: AdapterProfile = { ...llvmpipe, architecture: 'swiftshader' };

const folder = new URL('../../../../../examples/', import.meta.url);
const networks = readdirSync(folder)
  .filter((file) => file.endsWith('.cnn'))
  .flatMap((file) => parseCnn(readFileSync(new URL(file, folder), 'utf8'), file).networks)
  .filter(({ name }) => name !== 'PreResNet1001');

function stepOf(graph: Parameters<typeof planTraining>[0], adapter: AdapterProfile) {
  const { program, plan } = planTraining(graph, { batch: 2, optimizer: sgd(0.1, 0.9), adapter });
  const kernels = [...program.step, ...program.evaluation].flatMap((instruction) => kernelsOf(instruction, adapter));
  return { kernels, plan };
}

/** The text with its numbers in their places again, and without what a size or a declaration says of buffers. */
function asWritten({ code }: Kernel, numbers?: Uint32Array): string {
  const bits = (field: string) => {
    const [, vector, component] = /numbers\[(\d+)\]\.(\w)/.exec(field)!;
    return 4 * Number(vector) + 'xyzw'.indexOf(component);
  };
  return code
    .replace(/@group.*var<uniform> numbers.*\n/, '')
    .replace(/(var<storage, \w+> \w+: array<\w+)(, \d+)?>/g, '$1>')
    .replace(
      /bitcast<f32>\((numbers\[\d+\]\.\w)\)/g,
      (_, field) => `${new Float32Array(Uint32Array.of(numbers![bits(field)]).buffer)[0]}f`,
    )
    .replace(/i32\((numbers\[\d+\]\.\w)\)/g, (_, field) => `${numbers![bits(field)]}`)
    .replace(/numbers\[\d+\]\.\w/g, (field) => `${numbers![bits(field)]}u`)
    .replace(/(?<![\w.])(\d+(?:\.\d+)?(?:e[-+]?\d+)?)f/g, (_, number) => `${Math.fround(Number(number))}f`);
}

test.each(networks.map(({ name, graph }) => ({ name, graph })))('$name', ({ graph }) => {
  const { kernels, plan } = stepOf(graph, llvmpipe);
  const room = plan.buffers[plan.constantsTable!].bytes / slotBytes;
  const { kernels: joined, slots } = shareShaders(kernels, room);
  expect(slots.length).toBeLessThanOrEqual(room);
  joined.forEach(({ kernel, slot }, index) => {
    const own = kernels[index];
    expect(kernel.workgroups).toEqual(own.workgroups);
    if (slot === undefined) {
      expect(kernel).toBe(own);
      return;
    }
    expect(kernel.bindings).toEqual([...own.bindings, { kind: 'constants' }]);
    expect(asWritten(kernel, slots[slot])).toBe(asWritten(own));
  });
  const texts = (all: readonly Kernel[]) => new Set(all.map(({ code }) => code)).size;
  const [before, after] = [texts(kernels), texts(joined.map(({ kernel }) => kernel))];
  expect(after).toBeLessThanOrEqual(before);
  // Networks of hundreds of kernels have many of a kind.
  if (before > 200) expect(after).toBeLessThan(before / 2);
});

test('without room in the constants table each kernel keeps its own shader', () => {
  const { kernels } = stepOf(lenet5, llvmpipe);
  const { kernels: joined, slots } = shareShaders(kernels, 0);
  expect(joined.map(({ kernel }) => kernel)).toEqual(kernels);
  expect(slots).toEqual([]);
});

test('convolutions, and their gradients, of images of many sizes are one shader each', () => {
  const window = windowOf(3, { padding: padded(1) });
  const ofSide = (side: number) =>
    (['conv', 'conv-input-gradient', 'conv-weight-gradient'] as const).map((kind) => {
      const image = [1, side, side, 64] as const;
      const computation = { kind, geometry: { window, input: image, output: image }, groups: 1 };
      const [first] = kernelsOf({ computation, inputs: [0, 1], outputs: [2] }, llvmpipe);
      return first;
    });
  const { kernels } = shareShaders([28, 14, 7].flatMap(ofSide), 20);
  expect(new Set(kernels.map(({ kernel }) => kernel.code)).size).toBe(3);
});

test('kernels with f16 buffers share a shader too', () => {
  const ofSize = (size: number) =>
    kernelsOf({ computation: { kind: 'add', size, epilogue: [] }, inputs: [0, 1], outputs: [2] }, llvmpipe, {
      typeOf: () => 'f16',
    });
  const { kernels, slots } = shareShaders([1 << 20, 1 << 21].flatMap(ofSize), 2);
  expect(slots.length).toBe(2);
  expect(new Set(kernels.map(({ kernel }) => kernel.code)).size).toBe(1);
  expect(kernels[0].kernel.code).toContain('array<vec4<f16>>');
});

test('loop bounds are opaque on adapters that compile slowly, literals on others', () => {
  const counted = /for \(var \w+ = [^;]*; \w+ < \d+u?; /;
  const withCounted = (adapter: AdapterProfile) =>
    stepOf(lenet5, adapter).kernels.filter(({ code }) => counted.test(code));
  expect(withCounted(llvmpipe)).toEqual([]);
  expect(withCounted(swiftshader).length).toBeGreaterThan(10);
  expect(stepOf(lenet5, swiftshader).plan.constantsTable).toBeUndefined();
});
