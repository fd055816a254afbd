// Winograd convolutions against the float64 reference: both tile sizes, whole and cut off at the image's edges, uneven
// padding, forward and backward.
import { afterAll, describe, expect, test } from 'vitest';
import type { AdapterProfile } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { workspaceOf } from '../../../../../runtime/backends/webgpu/variants/split-k.js';
import { planWinograd, planWinogradGradient } from '../../../../../runtime/backends/webgpu/variants/winograd.js';
import type { Computation, WindowGeometry } from '../../../../../runtime/ir/index.js';
import { padded, windowOf } from '../../../../support/graphs.js';
import { geometry } from '../../conformance/support/wide-convolutions.js';
import { size } from '../../reference/arrays.js';
import { choosing } from './support/choosing.js';
import { comparison, draw } from './support/comparison.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

/** Software, whatever the tests run on: that is where this way is taken. No lanes together, so that any device can. */
const adapter: AdapterProfile = { vendor: '', architecture: '', software: true, subgroupSize: 0 };
/** The same with four lanes together, where the device has them. */
const inQuads: AdapterProfile = { ...adapter, subgroupSize: 4 };
const lanes = device ? readProfile(device).subgroupSize : 0;

const uneven = { top: 2, left: 0, bottom: 1, right: 3 };
const cases: readonly { readonly name: string; readonly geometry: WindowGeometry; readonly tile: 2 | 4 }[] = [
  { name: '4x4 tiles, whole', geometry: geometry([3, 8, 4, 16], windowOf(3, { padding: padded(1) }), 20), tile: 4 },
  { name: '4x4 tiles, cut off', geometry: geometry([1, 7, 11, 20], windowOf(3, { padding: padded(1) }), 16), tile: 4 },
  { name: '4x4 tiles, no padding', geometry: geometry([3, 9, 10, 64], windowOf(3), 16), tile: 4 },
  {
    name: '4x4 tiles, uneven padding',
    geometry: geometry([3, 8, 9, 16], windowOf(3, { padding: uneven }), 32),
    tile: 4,
  },
  { name: '2x2 tiles, whole', geometry: geometry([32, 6, 6, 16], windowOf(3, { padding: padded(1) }), 16), tile: 2 },
  { name: '2x2 tiles, batch 1', geometry: geometry([1, 2, 2, 64], windowOf(3, { padding: padded(1) }), 20), tile: 2 },
];

const gradientCases: typeof cases = [
  { name: '4x4 tiles, whole', geometry: geometry([3, 8, 4, 32], windowOf(3, { padding: padded(1) }), 36), tile: 4 },
  { name: '4x4 tiles, cut off', geometry: geometry([1, 7, 11, 36], windowOf(3, { padding: padded(1) }), 32), tile: 4 },
  { name: '4x4 tiles, no padding', geometry: geometry([3, 9, 10, 64], windowOf(3), 32), tile: 4 },
  {
    name: '4x4 tiles, uneven padding',
    geometry: geometry([3, 8, 9, 32], windowOf(3, { padding: uneven }), 64),
    tile: 4,
  },
  {
    name: '4x4 tiles, in pieces',
    geometry: geometry([32, 16, 16, 32], windowOf(3, { padding: padded(1) }), 32),
    tile: 4,
  },
  { name: '2x2 tiles, whole', geometry: geometry([32, 6, 6, 32], windowOf(3, { padding: padded(1) }), 32), tile: 2 },
];

/**
 * What a sum of so many products is held to. The transforms of 4x4 tiles have factors up to 8: of 96,000 results at
 * 16 channels the worst was 4.8 times as far off as a direct sum may be (1.3 for direct ones), less at more channels;
 * so 6 times is allowed. 2x2 tiles err no more than sums do.
 */
const termsOf = (computation: Computation, products: number) =>
  (planWinograd(computation, adapter) ?? planWinogradGradient(computation, adapter))!.tile === 4
    ? 6 ** 2 * products
    : products;

/** Has a computation made in this way, which must be possible. */
function expectSame(
  profile: AdapterProfile,
  computation: Computation,
  inputs: readonly Float32Array[],
  length: number,
  terms: number,
): Promise<unknown> {
  const { tile } = (planWinograd(computation, profile) ?? planWinogradGradient(computation, profile))!;
  const chosen = choosing(`winograd-${tile}`, computation, profile);
  return comparison(() => device!, chosen).expectSame(computation, inputs, [length], terms);
}

describe.skipIf(!device)('winograd', () => {
  test.each(cases)('$name', async ({ geometry, tile }) => {
    const { input, output } = geometry;
    const forward = { kind: 'conv', geometry, groups: 1 } as const;
    const backward = { kind: 'conv-input-gradient', geometry, groups: 1 } as const;
    expect(planWinograd(forward, adapter)?.tile).toBe(tile);
    const w = draw(9 * input[3] * output[3], 2);
    const x = [draw(size(input), 1), w, draw(output[3], 3)];
    const forwardTerms = termsOf(forward, 9 * input[3]);
    await expectSame(adapter, forward, x, size(output), forwardTerms);
    const finished = { ...forward, epilogue: [{ kind: 'pointwise', function: { kind: 'relu' } }] } as const;
    await expectSame(adapter, finished, x.slice(0, 2), size(output), forwardTerms);
    if (!planWinograd(backward, adapter)) return;
    const dy = [draw(size(output), 4), w];
    await expectSame(adapter, backward, dy, size(input), termsOf(backward, 9 * output[3]));
  });

  test.each(gradientCases)('weight gradient: $name', async ({ geometry, tile }) => {
    const { input, output } = geometry;
    const computation = { kind: 'conv-weight-gradient', geometry, groups: 1 } as const;
    for (const profile of [adapter, inQuads].filter(({ subgroupSize }) => subgroupSize <= lanes)) {
      expect(planWinogradGradient(computation, profile)?.tile).toBe(tile);
      const inputs = [draw(size(input), 1), draw(size(output), 2)];
      const terms = termsOf(computation, output[0] * output[1] * output[2]);
      await expectSame(profile, computation, inputs, 9 * input[3] * output[3], terms);
    }
  });

  test('some gradients take this way too', () => {
    const backward = cases.map(({ geometry }) => ({ kind: 'conv-input-gradient', geometry, groups: 1 }) as const);
    expect(backward.filter((computation) => planWinograd(computation, adapter)).length).toBeGreaterThan(3);
  });

  test('is not used where it does not pay or the GPU is unknown', () => {
    const whole = { kind: 'conv', geometry: cases[0].geometry, groups: 1 } as const;
    expect(workspaceOf(whole, { ...adapter, architecture: 'swiftshader' })).toBeGreaterThan(0);
    expect(workspaceOf(whole)).toBe(0);
    const others: readonly WindowGeometry[] = [
      geometry([3, 8, 8, 16], windowOf(3, { stride: [2, 2], padding: padded(1) }), 16),
      geometry([3, 8, 8, 16], windowOf(5, { padding: padded(2) }), 16),
      geometry([3, 8, 8, 3], windowOf(3, { padding: padded(1) }), 16),
      geometry([3, 1, 3, 16], windowOf(3, { padding: padded(1) }), 16),
    ];
    for (const other of others)
      expect(planWinograd({ kind: 'conv', geometry: other, groups: 1 }, adapter)).toBeUndefined();
  });
});
