// Runs a computation on the device and on the reference in 64 bits, and compares.
import { expect } from 'vitest';
import { compute } from '../../../../../../runtime/backends/reference/index.js';
import type { AdapterProfile } from '../../../../../../runtime/backends/webgpu/adapter-profile.js';
import { type Computation, type PartSettings, roundToF16 } from '../../../../../../runtime/ir/index.js';
import { drawn } from '../../../reference/arrays.js';
import { runComputation, type Values } from './run-computation.js';

/** Of a part in the middle of a batch. */
export const comparisonSettings = { learningRate: 0.1, step: 3, seed: 11, firstImage: 5 };

/** Drawn numbers as a GPU holds them. */
export const draw = (length: number, seed: number) => Float32Array.from(drawn(length, seed));

/** An output: its length, or for one that is computed in place the index of the input it stands for. */
export type OutputForm = number | { readonly inPlace: number };

/**
 * @param device asked for when a test runs
 * @param adapter the profile to write the kernels for; the device's own where not given
 * @param halves whether all that is read and written is stored in halves; what is read is then rounded first
 */
export function comparison(device: () => GPUDevice, adapter?: AdapterProfile, halves = false) {
  return {
    /** Gives what the device computed. `terms`: how many products a value sums. */
    async expectSame(
      computation: Computation,
      inputs: readonly Values[],
      outputs: readonly OutputForm[],
      terms = 1,
      settings: PartSettings = comparisonSettings,
    ): Promise<Float32Array[]> {
      const given = halves
        ? inputs.map((values) => (values instanceof Uint32Array ? values : values.map(roundToF16)))
        : inputs;
      const wanted = computed(computation, given, outputs, settings);
      const got = await runComputation(device(), computation, given, outputs, settings, adapter, halves);
      for (const [index, values] of wanted.entries()) expectClose(got[index], values, terms, halves);
      return got;
    },
  };
}

/** By the reference, in 64 bits. */
export function computed(
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly OutputForm[],
  settings: PartSettings,
): Float64Array[] {
  const wide = inputs.map((values) => (values instanceof Uint32Array ? values : Float64Array.from(values)));
  const wanted = outputs.map((form) =>
    typeof form === 'number' ? new Float64Array(form).fill(Number.NaN) : wide[form.inPlace],
  );
  compute(computation, wide, wanted, { settings, scratch: (n) => new Float64Array(n) });
  return wanted.map((values) => Float64Array.from(values));
}

/**
 * Each of a sum's additions rounds by up to eps times what is summed so far, and these errors walk at random: they
 * come to eps*sqrt(terms) times the usual size of such a sum (a value near 0 by chance has the errors of its
 * neighbours). What is then stored in halves is rounded once more, by half of what two of them are apart.
 */
export function expectClose(got: Float32Array, wanted: Float64Array, terms: number, halves: boolean): void {
  expect(got).toHaveLength(wanted.length);
  const usual = Math.sqrt(wanted.reduce((sum, value) => sum + value * value, 0) / wanted.length);
  wanted.forEach((value, index) => {
    const computed = 1e-6 + 2 ** -23 * Math.sqrt(terms) * Math.max(Math.abs(value), usual);
    const allowed = computed + (halves ? 2 ** -11 * (Math.abs(value) + computed) + 2 ** -25 : 0);
    const error = Math.abs(got[index] - value);
    if (!(error <= allowed)) expect.fail(`value ${index} is ${got[index]}, not ${value} (allowed ${allowed})`);
  });
}
