// The embedded digits are those described in ORIGIN.md.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../../runtime/data/augment.js';
import { emptyBatch, inOrder } from '../../../runtime/data/batches.js';
import { DataError, type Files, type Images, loadData, type ReadFile } from '../../../runtime/data/index.js';

const read = async (name: string): Promise<Uint8Array> =>
  readFile(new URL(`../../../runtime/data/${name}`, import.meta.url));
const load = (readFile: ReadFile) => loadData({ kind: 'digits' }, { embedded: readFile } as Files);
const sha256 = (bytes: Images['pixels'] | Images['labels']) => createHash('sha256').update(bytes).digest('hex');
const perDigit = (images: Images) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of images.labels) counts[label]++;
  return counts;
};

describe('the embedded digits', () => {
  it('are 5,000 and 1,000 images of 28x28, as many of each digit', async () => {
    const digits = await load(read);
    expect(digits.train).toMatchObject({ count: 5000 });
    expect(digits.test).toMatchObject({ count: 1000 });
    expect(digits.train.pixels).toHaveLength(5000 * 784);
    expect(digits.test.pixels).toHaveLength(1000 * 784);
    expect(perDigit(digits.train)).toEqual(new Array(10).fill(500));
    expect(perDigit(digits.test)).toEqual(new Array(10).fill(100));
  });

  it('are exactly the values drawn from MNIST', async () => {
    // Computed by an independent program, which also found each image with its label in MNIST's original files.
    const { train, test } = await load(read);
    expect(sha256(train.pixels)).toBe('9a84b3cf0b80ee75831626dde2ca9842e519c2df932eb082f22be62854d41d96');
    expect(sha256(train.labels)).toBe('bb5b4cc3f501358918d5fb49945f67c5570272ed5c6ac9ecd402820266ae2df2');
    expect(sha256(test.pixels)).toBe('58b49860fcf449796ab8fbdee14f20288ebf5cbcf63704c4f4b0584cc5c77bdf');
    expect(sha256(test.labels)).toBe('55a3336ce548503597ece0aba7984f998f60554479537ceb3209a2d4d528773e');
  });

  it('become values from 0 (paper) to 1 (ink)', async () => {
    const digits = await load(read);
    const { test } = digits;
    const batch = emptyBatch(digits, test.count);
    prepare(digits, [], 1).fill(batch, test, { order: inOrder(test.count), from: 0 });
    const { pixels } = test;
    expect(batch.images.every((value, index) => Math.abs(value - pixels[index] / 255) < 1e-7)).toBe(true);
    expect([0, 255].every((value) => pixels.some((pixel) => pixel === value))).toBe(true);
  });

  it('share no image between training and test', async () => {
    const { train, test } = await load(read);
    const images = ({ pixels, count }: Images) =>
      Array.from({ length: count }, (_, index) => sha256(pixels.subarray(784 * index, 784 * (index + 1))));
    const seen = new Set(images(train));
    expect(images(test).filter((image) => seen.has(image))).toEqual([]);
  });

  it('are rejected when a label is no digit', async () => {
    const { gzipSync, gunzipSync } = await import('node:zlib');
    const spoiled = async (name: string) => {
      if (name !== 'digits/test-labels.idx.gz') return read(name);
      const bytes = gunzipSync(await read(name));
      bytes[8 + 17] = 10;
      return gzipSync(bytes);
    };
    await expect(load(spoiled)).rejects.toThrow(DataError);
    await expect(load(spoiled)).rejects.toThrow('digits/test-labels.idx.gz holds the label 10');
  });

  it('report a missing file', async () => {
    const missing = async (name: string): Promise<Uint8Array> => {
      throw new Error(`no ${name}`);
    };
    await expect(load(missing)).rejects.toThrow('no digits/');
  });
});
