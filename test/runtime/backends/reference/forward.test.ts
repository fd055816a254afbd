// Windows against their definition, written as the sums the textbook has: one loop for every index, nothing clever.
import { describe, expect, test } from 'vitest';
import type { WindowGeometry } from '../../../../runtime/ir/index.js';
import { distance, drawn, run, size } from './arrays.js';
import { type Case, convolutions, poolings } from './geometries.js';

/** The value at an input pixel, undefined outside the image. */
function at({ input }: WindowGeometry, x: Float64Array, n: number, y: number, column: number, c: number) {
  const [, height, width, channels] = input;
  if (y < 0 || y >= height || column < 0 || column >= width) return undefined;
  return x[((n * height + y) * width + column) * channels + c];
}

/** For every output value in order: what its window sees of one input channel, row by row, undefined outside. */
function windows(geometry: WindowGeometry, x: Float64Array, channel: (outputChannel: number) => number) {
  const { window, output } = geometry;
  const seen: (number | undefined)[][] = [];
  for (let n = 0; n < output[0]; n++)
    for (let oy = 0; oy < output[1]; oy++)
      for (let ox = 0; ox < output[2]; ox++)
        for (let f = 0; f < output[3]; f++) {
          const taps: (number | undefined)[] = [];
          for (let ky = 0; ky < window.kernel[0]; ky++)
            for (let kx = 0; kx < window.kernel[1]; kx++) {
              const y = oy * window.stride[0] + ky * window.dilation[0] - window.padding.top;
              const column = ox * window.stride[1] + kx * window.dilation[1] - window.padding.left;
              taps.push(at(geometry, x, n, y, column, channel(f)));
            }
          seen.push(taps);
        }
  return seen;
}

function convolve({ geometry, groups }: Case, x: Float64Array, w: Float64Array, b: Float64Array): number[] {
  const filters = geometry.output[3];
  const depth = geometry.input[3] / groups;
  const y = Array.from({ length: size(geometry.output) }, (_, i) => b[i % filters]);
  for (let c = 0; c < depth; c++) {
    const seen = windows(geometry, x, (f) => Math.floor(f / (filters / groups)) * depth + c);
    seen.forEach((taps, i) => {
      taps.forEach((value, tap) => {
        y[i] += (value ?? 0) * w[(tap * depth + c) * filters + (i % filters)];
      });
    });
  }
  return y;
}

describe('conv', () => {
  test.each(convolutions)('$name', (shape) => {
    const { geometry, groups } = shape;
    const filters = geometry.output[3];
    const x = drawn(size(geometry.input), 1);
    const w = drawn(size(geometry.window.kernel) * (geometry.input[3] / groups) * filters, 2);
    const b = drawn(filters, 3);
    const wanted = convolve(shape, x, w, b);
    expect(distance(run({ kind: 'conv', geometry, groups }, [x, w, b], wanted.length), wanted)).toBeLessThan(1e-10);
    const unbiased = wanted.map((value, i) => value - b[i % filters]);
    expect(distance(run({ kind: 'conv', geometry, groups }, [x, w], wanted.length), unbiased)).toBeLessThan(1e-10);
  });
});

describe('maxpool', () => {
  test.each(poolings)('$name', ({ geometry }) => {
    const x = drawn(size(geometry.input), 1).map((value) => value - 2);
    const wanted = windows(geometry, x, (c) => c).map((taps) =>
      Math.max(...taps.filter((value) => value !== undefined)),
    );
    expect(distance(run({ kind: 'maxpool', geometry }, [x], wanted.length), wanted)).toBe(0);
  });
});

describe('avgpool', () => {
  // PyTorch's divisors: https://github.com/pytorch/pytorch/blob/v2.0.0/aten/src/ATen/native/cpu/AvgPoolKernel.cpp
  function divisors({ window, input, output }: WindowGeometry, countPad: boolean): number[] {
    const along = (axis: 0 | 1, before: number, after: number) =>
      Array.from({ length: output[axis + 1] }, (_, o) => {
        const start = o * window.stride[axis] - before;
        const end = Math.min(start + window.kernel[axis], input[axis + 1] + after);
        return countPad ? end - start : Math.min(end, input[axis + 1]) - Math.max(start, 0);
      });
    const { top, bottom, left, right } = window.padding;
    const rows = along(0, top, bottom);
    const columns = along(1, left, right);
    const image = rows.flatMap((r) => columns.flatMap((c) => new Array<number>(output[3]).fill(r * c)));
    return Array.from({ length: output[0] }, () => image).flat();
  }

  const undilated = poolings.filter(({ geometry }) => size(geometry.window.dilation) === 1);
  test.each(undilated.flatMap((shape) => [true, false].map((countPad) => ({ ...shape, countPad }))))(
    '$name, countPad $countPad',
    ({ geometry, countPad }) => {
      const x = drawn(size(geometry.input), 1);
      const by = divisors(geometry, countPad);
      const wanted = windows(geometry, x, (c) => c).map(
        (taps, i) => taps.reduce<number>((sum, value) => sum + (value ?? 0), 0) / by[i],
      );
      expect(distance(run({ kind: 'avgpool', geometry, countPad }, [x], wanted.length), wanted)).toBeLessThan(1e-14);
    },
  );
});

describe('a window that sees nothing but padding', () => {
  const geometry: WindowGeometry = {
    window: {
      kernel: [1, 1],
      stride: [1, 1],
      dilation: [1, 1],
      padding: { top: 1, left: 0, bottom: 0, right: 0 },
      ceil: false,
    },
    input: [1, 1, 1, 1],
    output: [1, 2, 1, 1],
  };
  test('gives 0', () => {
    const x = Float64Array.of(-3);
    expect([...run({ kind: 'maxpool', geometry }, [x], 2)]).toEqual([0, -3]);
    expect([...run({ kind: 'avgpool', geometry, countPad: false }, [x], 2)]).toEqual([0, -3]);
    expect([...run({ kind: 'avgpool', geometry, countPad: true }, [x], 2)]).toEqual([0, -3]);
  });
});
