// The variants of a product: each name has kernels of its own, or measuring would time the same kernels twice.
import { expect, test } from 'vitest';
import { type AdapterProfile, unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { kernelsOf } from '../../../../../runtime/backends/webgpu/kernels/index.js';
import {
  candidatesOf,
  shapeKey,
  variantName,
  variantOf,
  variantsOf,
} from '../../../../../runtime/backends/webgpu/variants/variants.js';
import type { Computation } from '../../../../../runtime/ir/index.js';
import { windowOf } from '../../../../support/graphs.js';

const geometry = { window: windowOf(3), input: [32, 18, 18, 64], output: [32, 16, 16, 64] } as const;
const computations: readonly Computation[] = [
  { kind: 'conv', geometry, groups: 1 },
  { kind: 'conv-input-gradient', geometry, groups: 1 },
  { kind: 'conv-weight-gradient', geometry, groups: 1 },
  { kind: 'fc', batch: 64, inputs: 400, units: 120 },
  { kind: 'fc-weight-gradient', batch: 64, inputs: 400, units: 120 },
];
const card: AdapterProfile = { ...unknownGpu, vendor: 'nvidia', subgroupSize: 32 };
const software: AdapterProfile = { ...unknownGpu, software: true, subgroupSize: 4, winograd: 0 };

test.each(computations)('$kind', (computation) => {
  for (const adapter of [card, software, unknownGpu]) {
    const instruction = { computation, inputs: [0, 1], outputs: [2], layer: 'l' };
    const texts = variantsOf(computation, adapter).map((variant) => {
      const choices = { [shapeKey(computation)]: variantName(variant) };
      return kernelsOf(instruction, { ...adapter, choices })
        .map(({ code }) => code)
        .join();
    });
    expect(new Set(texts).size).toBe(texts.length);
  }
  expect(candidatesOf(computation, card).map(variantName)).not.toContain('registers-4');
});

const largest = 2 ** 30;
const swiftshader: AdapterProfile = {
  ...unknownGpu,
  architecture: 'swiftshader',
  software: true,
  subgroupSize: 4,
  largestBuffer: largest,
};
const llvmpipe: AdapterProfile = { ...swiftshader, architecture: 'software', subgroupSize: 8 };

/** A 3x3 convolution of 64 to 64 channels. */
const convOf = (batch: number, side: number): Computation => ({
  kind: 'conv',
  geometry: { window: windowOf(3), input: [batch, side + 2, side + 2, 64], output: [batch, side, side, 64] },
  groups: 1,
});
const nameOf = (computation: Computation, adapter: AdapterProfile) => variantName(variantOf(computation, adapter));

test('where compiling is slow, Winograd is for convolutions that save more than its kernels cost', () => {
  expect(nameOf(convOf(32, 16), llvmpipe)).toBe('winograd-4');
  expect(nameOf(convOf(4, 16), llvmpipe)).toBe('registers-4');
  expect(nameOf(convOf(4, 16), swiftshader)).toBe('winograd-4');
});

test('Winograd is not taken where its workspace exceeds the largest buffer', () => {
  // Of the source and of the products alike, 36 values for 16 pixels.
  const images = 4;
  const bytes = images * 2 * (512 / 4) ** 2 * 36 * 64 * 4;
  expect(bytes).toBeGreaterThan(largest);
  expect(nameOf(convOf(images, 512), swiftshader)).toBe('registers-4');
  expect(nameOf(convOf(images / 2, 512), swiftshader)).toBe('winograd-4');
  // The adapter's limits are unknown: those that WebGPU guarantees apply.
  expect(nameOf(convOf(1, 512), { ...swiftshader, largestBuffer: undefined })).toBe('registers-4');
});
