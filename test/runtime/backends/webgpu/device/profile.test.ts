// The plan for an adapter, by what its driver reports.
import { expect, test } from 'vitest';
import { readProfile } from '../../../../../runtime/backends/webgpu/index.js';

const largestBuffer = 2 ** 28;
const device = (info: Partial<GPUAdapterInfo>, features: GPUFeatureName[] = ['subgroups']) =>
  ({
    adapterInfo: { vendor: '', architecture: '', device: '', description: '', ...info },
    features: new Set(features),
    limits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: largestBuffer },
  }) as unknown as GPUDevice;

test('SwiftShader: in software, by quads, with the usual Winograd tiles', () => {
  const swiftshader = { vendor: 'google', architecture: 'swiftshader', subgroupMinSize: 4, subgroupMaxSize: 4 };
  expect(readProfile(device(swiftshader))).toEqual({
    vendor: 'google',
    architecture: 'swiftshader',
    software: true,
    subgroupSize: 4,
    largestBuffer,
  });
});

test('llvmpipe: in software, by eights', () => {
  const llvmpipe = {
    vendor: 'mesa',
    architecture: 'software',
    description: 'llvmpipe',
    subgroupMinSize: 8,
    subgroupMaxSize: 8,
  };
  expect(readProfile(device(llvmpipe))).toMatchObject({ software: true, subgroupSize: 8 });
});

test('an adapter that stores 16 bits says so', () => {
  const card = { vendor: 'acme', architecture: 'one' };
  expect(readProfile(device(card, ['shader-f16']))).toMatchObject({ f16: true });
  expect(readProfile(device(card))).not.toHaveProperty('f16');
});

test('a graphics processor whose subgroups vary, or may not be used, has none', () => {
  const intel = { vendor: 'intel', architecture: 'xe-2lpg', subgroupMinSize: 8, subgroupMaxSize: 32 };
  const plain = { vendor: 'intel', architecture: 'xe-2lpg', software: false, subgroupSize: 0, largestBuffer };
  expect(readProfile(device(intel))).toEqual(plain);
  expect(readProfile(device({ ...intel, subgroupMinSize: 32 }, []))).toEqual(plain);
});
