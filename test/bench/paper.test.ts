// The sheet of kernels on paper: figures that were counted by hand, and processors no fuller than they can be.
import { expect, test } from 'vitest';
import { benchNetworks } from '../../bench/networks.js';
import { paperAdapters } from '../../bench/paper/adapters.js';
import { heldThreads, kernelSheet } from '../../bench/paper/kernel-sheet.js';
import { section } from '../../bench/paper/kernels-page.js';

const { graph, batch } = benchNetworks()[0];

test.each(paperAdapters)("LeNet-5's kernels on $name", (adapter) => {
  const rows = kernelSheet(graph, batch, adapter);
  const products = rows.reduce((sum, { count }) => sum + count, 0);
  // Five layers: forward, weights, and the input's gradient of all but the first.
  expect(products).toBe(5 + 5 + 4);
  const first = rows.find(({ label }) => label === 'conv: conv')!;
  expect(first.operations).toBe(2 * 64 * 28 * 28 * 6 * 25);
  expect(first.bytes).toBe(4 * (64 * 28 * 28 + 6 * 25 + 6 + 64 * 28 * 28 * 6));
  // Every result is somebody's sum.
  expect(first.threads * first.tile.sums).toBeGreaterThanOrEqual(64 * 28 * 28 * 6);
  for (const { tile, threads } of rows) {
    expect(tile.sums).toBe(tile.extents.reduce((product, extent) => product * extent, 1));
    expect(threads).toBeGreaterThan(0);
    expect(heldThreads(tile, adapter)).toBeLessThanOrEqual(adapter.mostThreads);
    expect(heldThreads(tile, adapter)).toBeGreaterThan(0);
  }
});

test('products by blocks hold no more workgroups than have memory', () => {
  const { graph: cifar, batch: images } = benchNetworks()[1];
  const card = paperAdapters.find(({ profile }) => profile.vendor === 'nvidia')!;
  const blocks = kernelSheet(cifar, images, card).filter(({ tile }) => tile.sharing === 'workgroup');
  expect(blocks.length).toBeGreaterThan(0);
  for (const { tile } of blocks) {
    expect(tile.shared).toBeLessThanOrEqual(16 * 1024);
    expect(tile.workgroup).toBe(64);
    expect(heldThreads(tile, card)).toBeLessThanOrEqual(46 * Math.floor((100 * 1024) / tile.shared) * 64);
  }
});

test('the page says it for every adapter', () => {
  const text = section(graph, batch);
  expect(text).toContain('## LeNet5, batch 64');
  for (const { name } of paperAdapters) expect(text).toContain(`- ${name}: all matrix products of a step take`);
});
