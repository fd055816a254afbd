// Every gradient against central differences of its own forward computation, in 64 bits.
import { describe, expect, test } from 'vitest';
import { compute, type Values } from '../../../../runtime/backends/reference/index.js';
import { type Computation, ignoredLabel, noImage } from '../../../../runtime/ir/index.js';
import { torchTraining } from '../../../support/torch-training.js';
import { apart, differences, distance, drawn, run, size } from './arrays.js';
import { convolutions, poolings } from './geometries.js';

/** Differences are good to some 1e-9 where sums stay around 1 to 100. */
const tolerance = 1e-7;

function expectGradient(
  forward: Computation,
  inputs: readonly Values[],
  which: number,
  length: number,
  gradient: (y: Float64Array, dy: Float64Array) => Float64Array,
) {
  const dy = drawn(length, 77);
  const got = gradient(run(forward, inputs, length), dy);
  expect(distance(got, differences(forward, inputs, which, dy))).toBeLessThan(tolerance);
}

describe('conv', () => {
  const small = convolutions.filter(({ geometry }) => geometry.input[3] < 100);
  test.each(small)('$name', ({ geometry, groups }) => {
    const filters = geometry.output[3];
    const x = drawn(size(geometry.input), 1);
    const w = drawn(size(geometry.window.kernel) * (geometry.input[3] / groups) * filters, 2);
    const b = drawn(filters, 3);
    const forward = { kind: 'conv', geometry, groups } as const;
    const length = size(geometry.output);
    expectGradient(forward, [x, w, b], 0, length, (_y, dy) =>
      run({ kind: 'conv-input-gradient', geometry, groups }, [dy, w], x.length),
    );
    expectGradient(forward, [x, w, b], 1, length, (_y, dy) =>
      run({ kind: 'conv-weight-gradient', geometry, groups }, [x, dy], w.length),
    );
    expectGradient(forward, [x, w, b], 2, length, (_y, dy) =>
      run({ kind: 'bias-gradient', rows: length / filters, channels: filters }, [dy], filters),
    );
  });
});

test.each([
  { batch: 1, inputs: 1, units: 1 },
  { batch: 3, inputs: 5, units: 3 },
  { batch: 5, inputs: 9, units: 7 },
  { batch: 8, inputs: 12, units: 10 },
])('fc: $inputs to $units, batch $batch', (sizes) => {
  const { batch, inputs, units } = sizes;
  const x = drawn(batch * inputs, 1);
  const w = drawn(inputs * units, 2);
  const b = drawn(units, 3);
  const y = run({ kind: 'fc', ...sizes }, [x, w, b], batch * units);
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < units; o++) {
      let sum = b[o];
      for (let i = 0; i < inputs; i++) sum += x[n * inputs + i] * w[i * units + o];
      expect(y[n * units + o]).toBeCloseTo(sum, 12);
    }
  }
  const forward = { kind: 'fc', ...sizes } as const;
  expectGradient(forward, [x, w, b], 0, y.length, (_y, dy) =>
    run({ kind: 'fc-input-gradient', ...sizes }, [dy, w], x.length),
  );
  expectGradient(forward, [x, w, b], 1, y.length, (_y, dy) =>
    run({ kind: 'fc-weight-gradient', ...sizes }, [x, dy], w.length),
  );
  expectGradient(forward, [x, w, b], 2, y.length, (_y, dy) =>
    run({ kind: 'bias-gradient', rows: batch, channels: units }, [dy], units),
  );
});

describe('maxpool', () => {
  test.each(poolings)('$name', ({ geometry }) => {
    const x = apart(size(geometry.input), 5);
    expectGradient({ kind: 'maxpool', geometry }, [x], 0, size(geometry.output), (y, dy) =>
      run({ kind: 'maxpool-gradient', geometry }, [x, y, dy], x.length),
    );
  });

  test('of equal maxima the first in row order takes the gradient', () => {
    const { geometry } = poolings[0];
    const x = new Float64Array(size(geometry.input)).fill(2);
    const y = run({ kind: 'maxpool', geometry }, [x], size(geometry.output));
    const dx = run({ kind: 'maxpool-gradient', geometry }, [x, y, y.map(() => 1)], x.length);
    const [batch, height, width, channels] = geometry.input;
    for (let i = 0; i < batch * height * width * channels; i++) {
      const column = Math.floor(i / channels) % width;
      const row = Math.floor(i / channels / width) % height;
      expect(dx[i]).toBe(row % 2 === 0 && column % 2 === 0 ? 1 : 0);
    }
  });
});

test.each(poolings.flatMap((shape) => [true, false].map((countPad) => ({ ...shape, countPad }))))(
  'avgpool: $name, countPad $countPad',
  ({ geometry, countPad }) => {
    const x = drawn(size(geometry.input), 1);
    expectGradient({ kind: 'avgpool', geometry, countPad }, [x], 0, size(geometry.output), (_y, dy) =>
      run({ kind: 'avgpool-gradient', geometry, countPad }, [dy], x.length),
    );
  },
);

test.each([0, 0.3, 0.5])('dropout of %f', (rate) => {
  const x = drawn(501, 1);
  const shape = { size: 501, rate, layer: 4, image: 167 };
  const y = run({ kind: 'dropout', ...shape }, [x], 501);
  for (let i = 0; i < 501; i++) if (y[i] !== 0) expect(y[i]).toBeCloseTo(x[i] / (1 - rate), 12);
  expect(Math.abs(y.filter((value) => value === 0).length / 501 - rate)).toBeLessThan(0.08);
  expectGradient({ kind: 'dropout', ...shape }, [x], 0, 501, (_y, dy) =>
    run({ kind: 'dropout-gradient', ...shape }, [dy], 501),
  );
});

test.each([
  [1, 1],
  [3, 5],
  [7, 3],
])('softmax of %i rows of %i', (rows, channels) => {
  const x = drawn(rows * channels, 1).map((value) => value * 3);
  const y = run({ kind: 'softmax', rows, channels }, [x], x.length);
  for (let row = 0; row < rows; row++) {
    const exps = [...x.slice(row * channels, (row + 1) * channels)].map(Math.exp);
    const sum = exps.reduce((a, b) => a + b);
    for (const [c, value] of exps.entries()) expect(y[row * channels + c]).toBeCloseTo(value / sum, 12);
  }
  expectGradient({ kind: 'softmax', rows, channels }, [x], 0, x.length, (made, dy) =>
    run({ kind: 'softmax-gradient', rows, channels }, [made, dy], x.length),
  );
  const huge = run({ kind: 'softmax', rows, channels }, [x.map((value) => value + 1e4)], x.length);
  expect(distance(huge, y)).toBeLessThan(1e-10);
});

const losses = [
  { kind: 'cross-entropy', smoothing: 0 },
  { kind: 'cross-entropy', smoothing: 0.1 },
  { kind: 'mse' },
  { kind: 'mae' },
] as const;

describe.each(losses)('$kind, smoothing $smoothing', (loss) => {
  const shape: Computation = { ...loss, rows: 5, classes: 3, weight: 0.3 };
  const scores = drawn(15, 1).map((value) => value * 4);
  const labels = Uint32Array.of(0, 2, noImage, 1, ignoredLabel);

  test('sums losses and right answers, empty places apart', () => {
    const { metrics } = evaluateLoss(shape, scores, labels);
    let wanted = 0;
    let right = 0;
    [...labels].forEach((label, n) => {
      if (label >= ignoredLabel) return;
      const row = [...scores.slice(3 * n, 3 * n + 3)];
      const sum = row.reduce((total, value) => total + Math.exp(value), 0);
      const logarithms = row.map((value) => value - Math.log(sum));
      const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
      const errors = row.map((value, c) => Math.abs(value - (c === label ? 1 : 0)));
      if (loss.kind === 'mse') wanted += mean(errors.map((error) => error ** 2));
      else if (loss.kind === 'mae') wanted += mean(errors);
      else wanted -= (1 - loss.smoothing) * logarithms[label] + loss.smoothing * mean(logarithms);
      if (row.indexOf(Math.max(...row)) === label) right++;
    });
    expect(metrics[0]).toBeCloseTo(wanted, 12);
    expect(metrics[1]).toBe(right);
    // Of equal scores the first is the answer.
    expect(evaluateLoss(shape, new Float64Array(15), labels).metrics[1]).toBe(1);
  });

  test('its gradient is that of the weighted mean over the whole batch', () => {
    const { gradient } = evaluateLoss(shape, scores, labels);
    const step = 1e-5;
    const numeric = scores.map((_, i) => {
      const shifted = (by: number) =>
        evaluateLoss(
          shape,
          scores.map((value, j) => (j === i ? value + by : value)),
          labels,
        ).metrics[0];
      return ((shifted(step) - shifted(-step)) / (2 * step)) * (0.3 / 5);
    });
    expect(distance(gradient, numeric)).toBeLessThan(1e-9);
  });

  test('stays finite with large scores', () => {
    const large = scores.map((value) => value * 1e4);
    expect(evaluateLoss(shape, large, labels).gradient.every(Number.isFinite)).toBe(true);
  });
});

test.each(torchTraining.losses)("PyTorch's $loss", ({ loss, labels, value, gradient }) => {
  const sizes = { rows: 5, classes: 3, weight: 1 };
  const computation: Computation =
    loss.kind === 'cross_entropy'
      ? { kind: 'cross-entropy', ...sizes, smoothing: loss.smoothing }
      : { kind: loss.kind, ...sizes };
  const got = evaluateLoss(
    computation,
    drawn(15, 1).map((score) => score * 4),
    Uint32Array.from(labels),
  );
  expect(got.metrics[0] / 5).toBeCloseTo(value, 11);
  expect(distance(got.gradient, gradient)).toBeLessThan(1e-11);
});

function evaluateLoss(computation: Computation, scores: Float64Array, labels: Uint32Array) {
  const metrics = new Float64Array(2);
  const gradient = new Float64Array(scores.length).fill(Number.NaN);
  const context = {
    settings: { learningRate: 0, step: 0, seed: 0, firstImage: 0 },
    scratch: (length: number) => new Float64Array(length),
  };
  compute(computation, [scores, labels], [metrics, gradient], context);
  return { metrics, gradient };
}
