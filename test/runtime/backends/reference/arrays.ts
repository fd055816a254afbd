// Arrays for tests of single computations: drawn numbers, and what a step gives its computations.

import { type Context, compute, type Values } from '../../../../runtime/backends/reference/index.js';
import { type Computation, mulberry32 } from '../../../../runtime/ir/index.js';

/** `length` numbers in [-1, 1), the same for the same seed. */
export function drawn(length: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from({ length }, () => random() * 2 - 1);
}

/**
 * Different numbers, 0.02 apart and 0.005 at least from 0, in a drawn order: kinks and ties are out of reach of a
 * small step.
 */
export function apart(length: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  const values = Float64Array.from({ length }, (_, i) => (i - length / 2 + 0.25) * 0.02);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

export function size(extents: readonly number[]): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

const context: Context = {
  settings: { learningRate: 0.1, step: 3, seed: 11, firstImage: 4 },
  // Filled with what must never be read before it is written.
  scratch: (length) => new Float64Array(length).fill(Number.NaN),
};

/** Runs one computation; the output is filled with NaN before, so that a value left out is seen. */
export function run(computation: Computation, inputs: readonly Values[], length: number): Float64Array {
  const output = new Float64Array(length).fill(Number.NaN);
  compute(computation, inputs, [output], context);
  return output;
}

/** The gradient of sum(dy*y) by `inputs[which]`, by central differences. */
export function differences(
  computation: Computation,
  inputs: readonly Values[],
  which: number,
  dy: Float64Array,
): Float64Array {
  const step = 1e-5;
  const loss = (shift: number, index: number): number => {
    const shifted = inputs.map((values, i) => (i === which ? values.slice() : values));
    shifted[which][index] += shift;
    return run(computation, shifted, dy.length).reduce((sum, y, i) => sum + y * dy[i], 0);
  };
  return Float64Array.from(inputs[which], (_, i) => (loss(step, i) - loss(-step, i)) / (2 * step));
}

/** The largest distance between two arrays of one length. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i] - b[i]);
    if (!(apart <= largest)) largest = apart;
  }
  return largest;
}
