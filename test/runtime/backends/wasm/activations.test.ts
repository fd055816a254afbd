// Activation functions beside float64 over their whole range, where the conformance suite draws from -1 to 1.
import { describe, expect, test } from 'vitest';
import { compute } from '../../../../runtime/backends/reference/index.js';
import { type ComputationOf, derivativeReads, type Pointwise } from '../../../../runtime/ir/index.js';
import { conformanceBackends } from '../conformance/backends.js';
import { comparisonSettings } from '../conformance/support/compare.js';

/**
 * Errors in units of 2^-24, half of the last place: relative ones, but `floor` stands for smaller results. It is the
 * usual size of the terms where a result is a difference (near the zeros of two gradients, and where float64 itself
 * computes gelu from 1 - 1), and results below the normal floats need no accuracy.
 */
interface Accuracy {
  readonly units: number;
  readonly floor?: number;
}

const exact = { units: 0 };
const functions: readonly { readonly of: Pointwise; readonly value: Accuracy; readonly gradient: Accuracy }[] = [
  { of: { kind: 'relu' }, value: exact, gradient: exact },
  { of: { kind: 'relu6' }, value: exact, gradient: exact },
  { of: { kind: 'leaky_relu', slope: 0.3 }, value: { units: 2 }, gradient: { units: 1 } },
  { of: { kind: 'leaky_relu', slope: -0.5 }, value: { units: 1 }, gradient: exact },
  { of: { kind: 'sigmoid' }, value: { units: 4, floor: 1e-30 }, gradient: { units: 4 } },
  { of: { kind: 'hard_sigmoid' }, value: { units: 3 }, gradient: { units: 1 } },
  { of: { kind: 'tanh' }, value: { units: 4 }, gradient: { units: 4 } },
  { of: { kind: 'gelu' }, value: { units: 16, floor: 1e-6 }, gradient: { units: 20, floor: 0.1 } },
  { of: { kind: 'swish' }, value: { units: 5, floor: 1e-28 }, gradient: { units: 20, floor: 0.1 } },
  { of: { kind: 'hard_swish' }, value: { units: 6 }, gradient: { units: 4, floor: 0.1 } },
  { of: { kind: 'elu', alpha: 1 }, value: { units: 4 }, gradient: { units: 1 } },
  { of: { kind: 'elu', alpha: -0.7 }, value: { units: 4 }, gradient: { units: 4, floor: 1e-30 } },
  { of: { kind: 'selu' }, value: { units: 4 }, gradient: { units: 3, floor: 1.76 } },
  { of: { kind: 'softplus' }, value: { units: 5, floor: 1e-30 }, gradient: { units: 4 } },
  { of: { kind: 'mish' }, value: { units: 10, floor: 1e-28 }, gradient: { units: 20, floor: 0.1 } },
];

/** Both signs, from below the normal floats up to where every function is flat. */
const magnitudes = Array.from({ length: 4000 }, (_, index) => 10 ** (-42 + (44.9 * index) / 3999));
const line = Array.from({ length: 4001 }, (_, index) => (index - 2000) / 100);
const inputs = Float32Array.from([...magnitudes, ...magnitudes.map((value) => -value), ...line, 0, -0]);

const backends = conformanceBackends.filter(({ name }) => name.startsWith('wasm'));

describe.each(backends)('activations, $name', ({ open }) => {
  const run = async (of: ComputationOf<'pointwise' | 'pointwise-gradient'>, ...values: Float32Array[]) => {
    const backend = await open();
    const [result] = (await backend?.run(of, values, [of.size], comparisonSettings)) ?? [];
    return result;
  };

  test.each(functions)('$of over its whole range', async ({ of, value, gradient }) => {
    const forward = { kind: 'pointwise', function: of, size: inputs.length } as const;
    const y = await run(forward, inputs);
    expectAccurate(y, inFloat64(forward, inputs), value);
    const at = derivativeReads(of) === 'x' ? inputs : y;
    const backward = { kind: 'pointwise-gradient', function: of, size: inputs.length } as const;
    const ones = new Float32Array(inputs.length).fill(1);
    expectAccurate(await run(backward, at, ones), inFloat64(backward, at, ones), gradient);
  });

  test.each(functions)('$of of infinities, and of what is not a number', async ({ of }) => {
    const forward = { kind: 'pointwise', function: of, size: 4 } as const;
    const x = Float32Array.of(Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY, 0);
    const y = await run(forward, x);
    expect(y).toEqual(Float32Array.from(inFloat64(forward, x)));
    const backward = { kind: 'pointwise-gradient', function: of, size: 4 } as const;
    const dy = new Float32Array(4).fill(Number.NaN);
    // Where the derivative is 0 it may hide that dy is not a number, as in PyTorch.
    const dx = await run(backward, new Float32Array(4).fill(derivativeReads(of) === 'x' ? 1 : 0.5), dy);
    expect(dx).toEqual(dy);
  });
});

function inFloat64(of: ComputationOf<'pointwise' | 'pointwise-gradient'>, ...values: Float32Array[]): Float64Array {
  const result = new Float64Array(of.size);
  const wide = values.map((each) => Float64Array.from(each));
  compute(of, wide, [result], { settings: comparisonSettings, scratch: (length) => new Float64Array(length) });
  return result;
}

function expectAccurate(got: Float32Array, wanted: Float64Array, { units, floor = 2 ** -126 }: Accuracy): void {
  wanted.forEach((value, index) => {
    const error = Math.abs(got[index] - Math.fround(value));
    const allowed = units * 2 ** -24 * Math.max(floor, Math.abs(value));
    if (!(error <= allowed)) {
      const measured = (error / Math.max(floor, Math.abs(value))) * 2 ** 24;
      expect.fail(`f(${inputs[index]}) is ${got[index]}, not ${value}: ${measured} units instead of ${units}`);
    }
  });
}
