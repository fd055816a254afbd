// Runs a computation on a backend and on the reference in float64, and compares the results.
import { expect } from 'vitest';
import { compute } from '../../../../../runtime/backends/reference/index.js';
import { type Computation, type MicroBatchSettings, roundToF16 } from '../../../../../runtime/ir/index.js';
import { drawn } from '../../reference/arrays.js';

/** Floats have 32 bits; labels are whole numbers. */
export type Values = Float32Array | Uint32Array;

/** An output: its length, or for one that is computed in place the index of the input that it overwrites. */
export type OutputForm = number | { readonly inPlace: number };

/** Runs one computation on copies of the inputs; outputs of whole numbers come as their bits. */
export type RunComputation = (
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly OutputForm[],
  settings: MicroBatchSettings,
) => Promise<Float32Array[]>;

export interface CompareOptions {
  /** All floats that are read and written have f16 storage; inputs are rounded to f16 first. Default: no. */
  readonly f16?: boolean;
  /** What the allowed error is multiplied by. Default: 1. */
  readonly tolerance?: number;
  /** What the number of terms that a value sums is multiplied by. Default: 1. */
  readonly termsFactor?: (computation: Computation) => number;
}

/** Of a micro-batch in the middle of a batch. */
export const comparisonSettings: MicroBatchSettings = { learningRate: 0.1, step: 3, seed: 11, firstImage: 5 };

/** Random numbers as a backend of 32 bits holds them. */
export const draw = (length: number, seed: number) => Float32Array.from(drawn(length, seed));

export function createComparison(run: RunComputation, options: CompareOptions = {}) {
  const { f16 = false, tolerance = 1, termsFactor = () => 1 } = options;
  const round = (values: Values) => (f16 && values instanceof Float32Array ? values.map(roundToF16) : values);
  return {
    /** Returns what the backend computed. `terms`: how many products a value sums. */
    async expectSame(
      computation: Computation,
      inputs: readonly Values[],
      outputs: readonly OutputForm[],
      terms = 1,
      settings: MicroBatchSettings = comparisonSettings,
    ): Promise<Float32Array[]> {
      const given = inputs.map(round);
      const wanted = computeInFloat64(computation, given, outputs, settings);
      const got = await run(computation, given, outputs, settings);
      const accepted = { terms: terms * termsFactor(computation), f16, tolerance };
      for (const [index, values] of wanted.entries()) expectClose(got[index], values, accepted);
      return got;
    },
  };
}

interface ExpectedAccuracy {
  /** How many products a value sums. */
  readonly terms: number;
  readonly f16: boolean;
  readonly tolerance: number;
}

/** Outputs are filled with NaN first, so that a value left out is seen. */
export function computeInFloat64(
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly OutputForm[],
  settings: MicroBatchSettings,
): Float64Array[] {
  const wide = inputs.map((values) => (values instanceof Uint32Array ? values : Float64Array.from(values)));
  const wanted = outputs.map((form) =>
    typeof form === 'number' ? new Float64Array(form).fill(Number.NaN) : wide[form.inPlace],
  );
  compute(computation, wide, wanted, { settings, scratch: (length) => new Float64Array(length) });
  return wanted.map((values) => Float64Array.from(values));
}

/**
 * Each of a sum's additions rounds by up to eps times the partial sum, and these errors walk at random: they come to
 * eps*sqrt(terms) times the usual size of such a sum (a value near 0 by chance has the errors of its neighbours). f16
 * storage then rounds once more, by half the distance of two f16 values.
 */
export function expectClose(
  got: Float32Array,
  wanted: Float64Array,
  { terms, f16, tolerance }: ExpectedAccuracy,
): void {
  expect(got).toHaveLength(wanted.length);
  const usual = Math.sqrt(wanted.reduce((sum, value) => sum + value * value, 0) / wanted.length);
  wanted.forEach((value, index) => {
    const computed = tolerance * (1e-6 + 2 ** -23 * Math.sqrt(terms) * Math.max(Math.abs(value), usual));
    const allowed = computed + (f16 ? 2 ** -11 * (Math.abs(value) + computed) + 2 ** -25 : 0);
    const error = Math.abs(got[index] - value);
    if (!(error <= allowed)) expect.fail(`value ${index} is ${got[index]}, not ${value} (allowed ${allowed})`);
  });
}
