// The traits of computations agree with each other.
import { expect, test } from 'vitest';
import { type Computation, type ComputationKind, opTraits, productSizes, traitsOf } from '../../../runtime/ir/index.js';
import { windowOf } from '../../support/graphs.js';

const kinds = Object.keys(opTraits) as ComputationKind[];

test('what becomes an epilogue also accepts one, so that chains fuse in any order', () => {
  const elementwise: Computation[] = [
    { kind: 'pointwise', size: 4, function: { kind: 'relu' } },
    { kind: 'pointwise-gradient', size: 4, function: { kind: 'relu' } },
    { kind: 'dropout', size: 4, rate: 0.5, layer: 1, image: 4 },
    { kind: 'dropout-gradient', size: 4, rate: 0.5, layer: 1, image: 4 },
    { kind: 'add', size: 4 },
  ];
  for (const computation of elementwise) {
    expect(traitsOf(computation).epilogueForms(computation, [7, 8]), computation.kind).not.toEqual([]);
    expect(traitsOf(computation).acceptsEpilogue, computation.kind).toBe(true);
  }
});

test('losses and updates are layers of no kind, and statistics are never cheap to recompute', () => {
  const inPhase = (phase: string) => kinds.filter((kind) => opTraits[kind].phase === phase);
  expect(inPhase('loss')).toEqual(['cross-entropy', 'mse', 'mae', 'image-error']);
  expect(inPhase('update')).toEqual(['square-sums', 'clip-factor', 'sgd', 'adagrad', 'rmsprop', 'adam']);
  for (const kind of kinds) {
    const { cheapToRecompute, computesStatistics, phase } = opTraits[kind];
    if (computesStatistics || phase !== 'layer') expect(cheapToRecompute, kind).toBe(false);
  }
});

test('FLOPs are those of the matrix product where the window has stride 1, as a 1x1 convolution and fc', () => {
  const sizes = { batch: 3, inputs: 20, units: 7 };
  for (const kind of ['fc', 'fc-input-gradient', 'fc-weight-gradient'] as const) {
    const fc = { kind, ...sizes };
    const { rows, columns, sum, groups } = productSizes(fc)!;
    expect(traitsOf(fc).flops(fc)).toBe(2 * rows * columns * sum * groups);
    expect(traitsOf(fc).flops(fc)).toBe(2 * 3 * 20 * 7);
  }
  const geometry = { window: windowOf(1), input: [2, 5, 5, 8], output: [2, 5, 5, 4] } as const;
  const conv = { kind: 'conv', geometry, groups: 2 } as const;
  expect(traitsOf(conv).flops(conv)).toBe(2 * 50 * 4 * 4);
});

test('a depthwise convolution is no matrix product, but has FLOPs', () => {
  const geometry = { window: windowOf(3), input: [1, 5, 5, 8], output: [1, 3, 3, 8] } as const;
  const depthwise = { kind: 'conv', geometry, groups: 8 } as const;
  expect(productSizes(depthwise)).toBeUndefined();
  expect(traitsOf(depthwise).flops(depthwise)).toBe(2 * 9 * 72);
});
