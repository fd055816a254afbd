// Every computation at sizes that expose a wrong index: odd channels and batches, strides, dilations, groups, uneven
// padding, rounding up, sums long enough for split-K.
import { describe, expect, test } from 'vitest';
import { dropoutKeep, ignoredLabel, noImage } from '../../../../runtime/ir/index.js';
import { padded, windowOf } from '../../../support/graphs.js';
import { size } from '../reference/arrays.js';
import { type Case, convolutions, poolings } from '../reference/geometries.js';
import { comparisonSettings, draw } from './support/compare.js';
import { describeBackends } from './support/describe-backends.js';
import { fullyConnected } from './support/fully-connected.js';
import { geometry, wideConvolutions } from './support/wide-convolutions.js';

const widePoolings: readonly Case[] = [
  {
    name: '64 channels, 3x3, stride 2',
    geometry: geometry([3, 7, 7, 64], windowOf(3, { stride: [2, 2], padding: padded(1) })),
    groups: 1,
  },
  { name: '17 channels, batch 32', geometry: geometry([32, 4, 4, 17], windowOf(2, { stride: [2, 2] })), groups: 1 },
  { name: '2x1, stride 3x2', geometry: geometry([3, 8, 9, 4], windowOf([2, 1], { stride: [3, 2] })), groups: 1 },
  {
    name: '2x2, stride 2, uneven padding, ceil',
    geometry: geometry(
      [3, 6, 7, 8],
      windowOf(2, { stride: [2, 2], padding: { top: 1, left: 0, bottom: 0, right: 1 }, ceil: true }),
    ),
    groups: 1,
  },
  {
    name: '4 channels, a window in the padding alone',
    geometry: geometry([1, 3, 3, 4], windowOf(2, { stride: [2, 2], padding: padded(2) })),
    groups: 1,
  },
];

await describeBackends('computations', ({ expectSame, run }) => {
  describe('conv', () => {
    test.each([...convolutions, ...wideConvolutions])('$name', async ({ geometry, groups }) => {
      const { window, input, output } = geometry;
      const depth = input[3] / groups;
      const filters = output[3];
      const rows = size(output) / filters;
      const x = draw(size(input), 1);
      const w = draw(size(window.kernel) * depth * filters, 2);
      const b = draw(filters, 3);
      const dy = draw(size(output), 4);
      const terms = size(window.kernel) * depth;
      await expectSame({ kind: 'conv', geometry, groups }, [x, w, b], [dy.length], terms);
      await expectSame({ kind: 'conv', geometry, groups }, [x, w], [dy.length], terms);
      await expectSame(
        { kind: 'conv-input-gradient', geometry, groups },
        [dy, w],
        [x.length],
        size(window.kernel) * filters,
      );
      await expectSame(
        { kind: 'conv-input-gradient', geometry, groups },
        [dy, w, draw(input[3], 5)],
        [x.length],
        size(window.kernel) * filters,
      );
      await expectSame({ kind: 'conv-weight-gradient', geometry, groups }, [x, dy], [w.length], rows);
      await expectSame({ kind: 'bias-gradient', rows, channels: filters }, [dy], [filters], rows);
    });
  });

  describe('fc', () => {
    test.each(fullyConnected)('$inputs to $units, batch $batch', async (sizes) => {
      const { batch, inputs, units } = sizes;
      const [x, w, b, dy] = [draw(batch * inputs, 1), draw(inputs * units, 2), draw(units, 3), draw(batch * units, 4)];
      await expectSame({ kind: 'fc', ...sizes }, [x, w, b], [dy.length], inputs);
      await expectSame({ kind: 'fc', ...sizes }, [x, w], [dy.length], inputs);
      await expectSame({ kind: 'fc-input-gradient', ...sizes }, [dy, w], [x.length], units);
      await expectSame({ kind: 'fc-weight-gradient', ...sizes }, [x, dy], [w.length], batch);
      await expectSame({ kind: 'bias-gradient', rows: batch, channels: units }, [dy], [units], batch);
    });
  });

  describe('bias-gradient', () => {
    test.each([
      { rows: 70, channels: 512 },
      { rows: 9000, channels: 1 },
      { rows: 2100, channels: 10 },
      { rows: 700, channels: 49 },
    ])('$rows rows of $channels channels', async ({ rows, channels }) => {
      await expectSame({ kind: 'bias-gradient', rows, channels }, [draw(rows * channels, 1)], [channels], rows);
    });
  });

  describe('pooling', () => {
    test.each([...poolings, ...widePoolings])('maxpool: $name', async ({ geometry }) => {
      // Few different numbers, so that windows hold equal maxima.
      const x = draw(size(geometry.input), 1).map((value) => Math.round(value * 3) - 4);
      const dy = draw(size(geometry.output), 2);
      const [y] = await expectSame({ kind: 'maxpool', geometry }, [x], [dy.length]);
      await expectSame({ kind: 'maxpool-gradient', geometry }, [x, y, dy], [x.length], size(geometry.window.kernel));
    });

    test('maxpool keeps a NaN', async () => {
      const one = geometry([1, 2, 2, 1], windowOf(2));
      const x = Float32Array.of(1, Number.NaN, 3, 2);
      const [y] = await run({ kind: 'maxpool', geometry: one }, [x], [1], comparisonSettings);
      expect(y).toEqual(Float32Array.of(Number.NaN));
    });

    const countings = [true, false].flatMap((countPad) =>
      [...poolings, ...widePoolings].map((c) => ({ ...c, countPad })),
    );
    test.each(countings)('avgpool, countPad $countPad: $name', async ({ geometry, countPad }) => {
      const x = draw(size(geometry.input), 1);
      const dy = draw(size(geometry.output), 2);
      await expectSame({ kind: 'avgpool', geometry, countPad }, [x], [dy.length], size(geometry.window.kernel));
      await expectSame(
        { kind: 'avgpool-gradient', geometry, countPad },
        [dy],
        [x.length],
        size(geometry.window.kernel),
      );
    });
  });

  describe('elementwise', () => {
    test.each([1, 3, 5, 64, 1000, 4_200_004])('relu, its gradient and add of %i values', async (length) => {
      const [a, b] = [draw(length, 1), draw(length, 2)];
      a[0] = 0;
      const [y] = await expectSame({ kind: 'pointwise', function: { kind: 'relu' }, size: length }, [a], [length]);
      await expectSame({ kind: 'pointwise-gradient', function: { kind: 'relu' }, size: length }, [y, b], [length]);
      await expectSame({ kind: 'add', size: length }, [a, b], [length]);
    });

    test('relu keeps a NaN', async () => {
      const computation = { kind: 'pointwise', function: { kind: 'relu' }, size: 3 } as const;
      const [y] = await run(computation, [Float32Array.of(-1, Number.NaN, 2)], [3], comparisonSettings);
      expect(y).toEqual(Float32Array.of(0, Number.NaN, 2));
    });

    test.each([
      { size: 5, rate: 0.5, layer: 2, image: 1 },
      { size: 1000, rate: 0.1, layer: 0, image: 200 },
      { size: 64, rate: 0, layer: 9, image: 7 },
    ])('dropout of $size at $rate keeps what the hash says', async (dropout) => {
      const ones = new Float32Array(dropout.size).fill(1);
      const [y] = await expectSame({ kind: 'dropout', ...dropout }, [ones], [dropout.size]);
      const kept = Array.from(y, (value) => value !== 0);
      const { seed, step, firstImage } = comparisonSettings;
      const first = firstImage * dropout.image;
      expect(kept).toEqual(kept.map((_, index) => dropoutKeep({ ...dropout, seed, step }, first + index)));
      await expectSame({ kind: 'dropout-gradient', ...dropout }, [draw(dropout.size, 3)], [dropout.size]);
    });
  });

  describe('parts of a batch', () => {
    test.each([1, 3, 4, 12])('are taken from it, %i values an image', async (image) => {
      const [batch, part] = [9, 2];
      const taken = { kind: 'take-micro-batch', size: part * image, whole: batch * image, image } as const;
      const images = draw(batch * image, 1);
      const [got] = await expectSame({ ...taken, values: 'f32' }, [images], [part * image]);
      expect(got).toEqual(images.subarray(5 * image, 7 * image));
      const labels = Uint32Array.from({ length: batch * image }, (_, index) => (index % 4 === 1 ? noImage : index));
      const of = { ...taken, values: 'u32' } as const;
      const [numbers] = await run(of, [labels], [part * image], comparisonSettings);
      // As whole numbers: as a float, the label that marks an empty place would be a NaN.
      expect(new Uint32Array(numbers.buffer)).toEqual(labels.subarray(5 * image, 7 * image));
    });

    test.each([1, 5, 64, 1001])('%i sums begin with the first part and grow by the others', async (length) => {
      const [sums, term] = [draw(length, 1), draw(length, 2)];
      const accumulate = { kind: 'accumulate', size: length } as const;
      const [grown] = await expectSame(accumulate, [sums, term], [{ inPlace: 0 }]);
      expect(grown).toEqual(sums.map((value, index) => value + term[index]));
      const stale = sums.fill(Number.NaN);
      const first = { ...comparisonSettings, firstImage: 0 };
      const [begun] = await expectSame(accumulate, [stale, term], [{ inPlace: 0 }], 1, first);
      expect(begun).toEqual(term);
    });
  });

  describe('softmax and loss', () => {
    test.each([
      { rows: 1, channels: 1 },
      { rows: 3, channels: 5 },
      { rows: 70, channels: 17 },
      { rows: 3, channels: 102 },
    ])('softmax of $rows rows of $channels', async (sizes) => {
      const length = sizes.rows * sizes.channels;
      const x = draw(length, 1).map((value) => 30 * value);
      const [y] = await expectSame({ kind: 'softmax', ...sizes }, [x], [length], 100);
      await expectSame({ kind: 'softmax-gradient', ...sizes }, [y, draw(length, 2)], [length], sizes.channels);
    });

    test.each([
      { rows: 1, classes: 1, weight: 1 },
      { rows: 3, classes: 5, weight: 0.3 },
      { rows: 100, classes: 17, weight: 1 },
      { rows: 4, classes: 101, weight: 1 },
      // More than one thread of a GPU adds up: the labels of pixels.
      { rows: 9 * 31 * 33, classes: 3, weight: 0.5 },
    ])('losses of $rows rows, $classes classes', async (sizes) => {
      const { rows, classes } = sizes;
      const logits = draw(rows * classes, 1).map((value) => 20 * value);
      const labels = Uint32Array.from({ length: rows }, (_, row) => (row % 5 === 4 ? ignoredLabel : row % classes));
      if (rows > 1) labels[1] = noImage;
      for (const loss of [
        { kind: 'cross-entropy', smoothing: 0 },
        { kind: 'cross-entropy', smoothing: 0.1 },
        { kind: 'mse' },
        { kind: 'mae' },
      ] as const) {
        const [metrics] = await expectSame({ ...loss, ...sizes }, [logits, labels], [2, rows * classes], 100);
        const [alone] = await expectSame({ ...loss, ...sizes }, [logits, labels], [2], 100);
        expect(alone).toEqual(metrics);
        const partial = { ...comparisonSettings, partial: { emptySlots: 1, scale: 1.5 }, lossScale: 1.25 };
        await expectSame({ ...loss, ...sizes }, [logits, labels], [2, rows * classes], 100, partial);
      }
    });

    test.each([
      { batch: 1, size: 1, weight: 1 },
      { batch: 3, size: 7, weight: 0.3 },
      { batch: 5, size: 28 * 28, weight: 1 },
      { batch: 2, size: 3 * 4096 + 5, weight: 1 },
    ])('errors of $batch images of $size values', async (sizes) => {
      const { batch, size } = sizes;
      const [y, target] = [draw(batch * size, 1), draw(batch * size, 2)];
      // Equal values have no error, and no slope.
      for (let index = 0; index < y.length; index += 3) y[index] = target[index];
      const labels = new Uint32Array(batch);
      if (batch > 1) labels[batch - 1] = noImage;
      for (const power of [1, 2] as const) {
        const computation = { kind: 'image-error', power, ...sizes } as const;
        const [metrics] = await expectSame(computation, [y, target, labels], [2, batch * size], 100);
        const [alone] = await expectSame(computation, [y, target, labels], [2], 100);
        expect(alone).toEqual(metrics);
        const partial = { ...comparisonSettings, partial: { emptySlots: 1, scale: 1.5 }, lossScale: 1.5 };
        await expectSame(computation, [y, target, labels], [2, batch * size], 100, partial);
      }
    });

    test('an image that equals its target has 100 dB', async () => {
      const computation = { kind: 'image-error', power: 2, batch: 1, size: 5, weight: 1 } as const;
      const image = draw(5, 1);
      const [metrics, gradient] = await expectSame(computation, [image, image, new Uint32Array(1)], [2, 5]);
      expect(metrics[1]).toBeCloseTo(100, 4);
      expect(gradient).toEqual(new Float32Array(5));
    });

    test('of equal largest logits the first is the answer', async () => {
      const computation = { kind: 'cross-entropy', rows: 2, classes: 3, weight: 1, smoothing: 0 } as const;
      const logits = Float32Array.of(1, 2, 2, 1, 2, 2);
      const [metrics] = await expectSame(computation, [logits, Uint32Array.of(1, 2)], [2]);
      expect(metrics[1]).toBe(1);
    });
  });
});
