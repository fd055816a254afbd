// The drawn shapes: reproducible, all different, and matching their labels.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DataSource, drawnShapes } from '../../../model/index.js';
import { DataError, loadData } from '../../../runtime/data/index.js';
import { drawShapes } from '../../../runtime/data/sources/shapes.js';

type Drawn = Extract<DataSource, { kind: 'shapes' }>;
const grey: Drawn = { kind: 'shapes', size: { height: 24, width: 32, channels: 1 }, train: 80, test: 40, seed: 1 };
const sha256 = (bytes: Uint8Array | Uint16Array | Float32Array) => createHash('sha256').update(bytes).digest('hex');

describe('the drawn shapes', () => {
  it('have the requested number and size, with equally frequent classes', async () => {
    const noFile = () => Promise.reject(new Error('they need no file'));
    const data = await loadData(grey, { embedded: noFile, read: noFile, list: noFile });
    expect(data).toMatchObject({ name: 'shapes(24x32x1)', shape: grey.size, classes: 4 });
    expect([data.train.count, data.test.count]).toEqual([80, 40]);
    expect(data.train.pixels).toHaveLength(80 * 24 * 32);
    for (const { labels } of [data.train, data.test]) {
      const counts = drawnShapes.map((_, index) => labels.filter((label: number) => label === index).length);
      expect(counts).toEqual(new Array(4).fill(labels.length / 4));
    }
  });

  it('are the same for the same seed on every machine, others for another', () => {
    const { train } = drawShapes(grey);
    // A change here changes every training on shapes: it is none to make by the way.
    expect(sha256(train.pixels)).toBe('38a8a05334ec81bb884c9f3ad088cc824ee0144ea0dfeb8cfe675f675fd26e0b');
    expect(sha256(drawShapes({ ...grey, seed: 2 }).train.pixels)).not.toBe(sha256(train.pixels));
  });

  it('a larger count only appends images', () => {
    const { train } = drawShapes(grey);
    expect(drawShapes({ ...grey, train: 160 }).train.pixels.subarray(0, train.pixels.length)).toEqual(train.pixels);
  });

  it('show no image twice, in training or test', () => {
    const { train, test } = drawShapes(grey);
    const hashes = [train, test].flatMap(({ pixels, count }) =>
      Array.from({ length: count }, (_, index) => sha256(pixels.slice(index * 768, (index + 1) * 768))),
    );
    expect(new Set(hashes).size).toBe(120);
  });

  it('cover the share of the circumscribed circle that their shape does', () => {
    // Areas within the unit circle: pi, 2, 3/4*sqrt(3), and the two bars of the cross less their middle.
    const areas = [Math.PI, 2, 0.75 * Math.sqrt(3), 2 * 0.6 * 1.9 - 0.36];
    const { train } = drawShapes({ ...grey, size: { height: 64, width: 64, channels: 1 }, train: 400 });
    const mean = new Array<number>(4).fill(0);
    for (let image = 0; image < train.count; image++) {
      const pixels = train.pixels.subarray(image * 4096, (image + 1) * 4096);
      // The ground fills the corners; the figure is what is far from it.
      const ground = [0, 63, 63 * 64, 4095].map((corner) => pixels[corner]).sort((a, b) => a - b)[1];
      const covered = pixels.filter((value: number) => Math.abs(value - ground) > 45).length;
      mean[train.labels[image]] += covered / (train.count / 4);
    }
    // The mean of the radius squared, of a radius uniform in 0.25..0.48 of the side.
    const radiusSquared = (64 * 64 * (0.48 ** 3 - 0.25 ** 3)) / (3 * 0.23);
    for (const [index, area] of areas.entries()) expect(mean[index] / (area * radiusSquared)).toBeCloseTo(1, 0.9);
  });

  it('are rejected above the memory limit', () => {
    const huge = { ...grey, size: { height: 65_536, width: 65_536, channels: 3 } };
    expect(() => drawShapes(huge)).toThrow(DataError);
    expect(() => drawShapes(huge)).toThrow('shapes(65536x65536x3) would take 1440.0 GiB; the limit is 2 GiB');
  });
});
