// Tiles of weight gradients: for any layer, every weight and every pixel belongs to exactly one thread.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AdapterProfile, unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { chooseWeightTile } from '../../../../../runtime/backends/webgpu/variants/weight-tile.js';
import { outputExtent, padded, windowOf } from '../../../../support/graphs.js';

const inSoftware: AdapterProfile = { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 };

const layers = fc
  .record({
    batch: fc.constantFrom(1, 3, 64),
    extent: fc.tuple(fc.integer({ min: 3, max: 40 }), fc.integer({ min: 3, max: 40 })),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 7 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    groups: fc.constantFrom(1, 2, 3),
    depth: fc.constantFrom(1, 3, 4, 64),
    filters: fc.constantFrom(1, 5, 8, 120),
  })
  .map(({ batch, extent, kernel, stride, groups, depth, filters }) => {
    const window = windowOf(kernel, { stride, padding: padded(2) });
    const input = [batch, ...extent, groups * depth] as const;
    const [height, width] = [outputExtent(extent[0], window, 0), outputExtent(extent[1], window, 1)];
    return { geometry: { window, input, output: [batch, height, width, groups * filters] as const }, groups };
  });

test.each([unknownGpu, inSoftware])('covers all weights and all pixels once: $architecture', (adapter) => {
  fc.assert(
    fc.property(layers, ({ geometry, groups }) => {
      const tile = chooseWeightTile(geometry, groups, adapter);
      const { window, input, output } = geometry;
      const strips = (window.kernel[0] * input[3]) / groups / tile.width;
      const filters = output[3] / groups / (tile.isVec4 ? 4 : 1);
      const columnThreads = tile.columnThreads / groups;
      expect(tile.strips * tile.stripThreads).toBeGreaterThanOrEqual(strips);
      expect(tile.columns * columnThreads).toBeGreaterThanOrEqual(filters);
      expect(tile.columns * (columnThreads - 1)).toBeLessThan(filters);
      expect(tile.lines * tile.line).toBe(output[0] * output[1] * output[2]);
      const cut = window.kernel[0] * window.kernel[1] === 1 && tile.lines === 1 ? tile.line : tile.lines;
      expect(tile.piece * tile.pieces).toBeGreaterThanOrEqual(cut);
      expect(tile.piece * (tile.pieces - 1)).toBeLessThan(cut);
      expect(tile.quads ? tile.stripThreads % 4 : 0).toBe(0);
      if (adapter === unknownGpu) expect(tile.quads).toBe(false);
    }),
  );
});

test('the tile of a repeated layer is cached', () => {
  const window = windowOf(3, { padding: padded(1) });
  const geometry = { window, input: [8, 9, 9, 16], output: [8, 9, 9, 32] } as const;
  expect(chooseWeightTile(structuredClone(geometry), 1, inSoftware)).toBe(chooseWeightTile(geometry, 1, inSoftware));
  expect(chooseWeightTile(geometry, 2, inSoftware)).not.toEqual(chooseWeightTile(geometry, 1, inSoftware));
  expect(chooseWeightTile(geometry, 1, unknownGpu)).not.toEqual(chooseWeightTile(geometry, 1, inSoftware));
});

test('a whole sum is one piece, and batched sums have fewer pieces', () => {
  const window = windowOf(1);
  const geometry = { window, input: [1, 1, 4096, 32], output: [1, 1, 4096, 32] } as const;
  const { pieces } = chooseWeightTile(geometry, 1, inSoftware);
  expect(pieces).toBeGreaterThan(8);
  expect(chooseWeightTile(geometry, 1, inSoftware, { times: 36 }).pieces).toBeLessThan(pieces);
  expect(chooseWeightTile(geometry, 1, inSoftware, { whole: true }).pieces).toBe(1);
});
