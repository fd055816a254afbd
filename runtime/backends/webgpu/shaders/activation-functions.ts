// Activation functions in WGSL, and their derivatives: y = f(x) and dx = dy*f'(at), `at` being x or y by
// `derivativeReads`. Limits are selects, not max() or min(), so that a NaN stays one and a diverged training shows.
// exp() takes no positive argument: WGSL leaves its overflow open.
import type { OperationOf } from '../../../../model/index.js';
import type { Pointwise } from '../../../ir/index.js';
import { f32 } from './wgsl.js';

/** A function in WGSL, for `T` (f32 or vec4f). */
export interface ActivationFunction {
  /** Functions that the two below use. */
  readonly declarations: readonly string[];
  /** f(x) */
  readonly value: string;
  /** dx, from `at` and `dy` */
  readonly gradient: string;
}

const sigmoid = `
fn sigmoid(x: T) -> T {
  let e = exp(-abs(x));
  return select(e, T(1), x >= T(0)) / (1 + e);
}`;
const upTo6 = `
fn upTo6(x: T) -> T { return select(select(x, T(0), x < T(0)), T(6), x > T(6)); }`;
// Near 0 by its series, where 1 - e would have lost its digits.
const tanh = `
fn hyperbolicTangent(x: T) -> T {
  let e = exp(-2 * abs(x));
  let far = (1 - e) / (1 + e);
  let square = x * x;
  let near = x * (1 + square * (${f32(-1 / 3)} + square * ${f32(2 / 15)}));
  return select(select(-far, far, x >= T(0)), near, abs(x) < T(0.1f));
}`;

/**
 * exp(z^2)*erfc(z)/t as a polynomial in t = 1/(1 + z/2): a fit by least squares over z >= 0, good to 2e-8 of its
 * value.
 */
const complement = [
  0.28209468433, 0.28209765607, 0.24683192405, 0.17568820028, 0.0918970134, -0.055046136973, 0.1249819674,
  -0.44692533771, 0.48807035246, -0.23250204233, 0.042811723732,
];
/** A polynomial in `x` by Horner's rule, lowest power first. */
const horner = (terms: readonly number[], x: string) =>
  terms.reduceRight((sum, term) => (sum ? `${f32(term)} + ${x} * (${sum})` : f32(term)), '');
// The distribution of a standard normal variable: erfc(-x/sqrt(2))/2, which keeps its digits where it is small.
const normal = `
fn normal(x: T) -> T {
  let z = abs(x) * ${f32(Math.SQRT1_2)};
  let t = 1 / (1 + 0.5f * z);
  let tail = 0.5f * t * exp(-z * z) * (${horner(complement, 't')});
  return select(tail, 1 - tail, x >= T(0));
}`;

const functions: { readonly [K in Pointwise['kind']]: (of: OperationOf<K>) => ActivationFunction } = {
  relu: () => ({ declarations: [], value: 'select(x, T(0), x < T(0))', gradient: 'select(dy, T(0), at <= T(0))' }),
  relu6: () => ({
    declarations: [upTo6],
    value: 'upTo6(x)',
    gradient: 'select(dy, T(0), (at <= T(0)) | (at >= T(6)))',
  }),
  leaky_relu: ({ slope }) => ({
    declarations: [],
    value: `select(x * ${f32(slope)}, x, x > T(0))`,
    gradient: `select(dy * ${f32(slope)}, dy, at > T(0))`,
  }),
  sigmoid: () => ({ declarations: [sigmoid], value: 'sigmoid(x)', gradient: 'dy * at * (1 - at)' }),
  hard_sigmoid: () => ({
    declarations: [upTo6],
    value: 'upTo6(x + 3) / 6',
    gradient: 'select(dy / 6, T(0), (at <= T(0)) | (at >= T(1)))',
  }),
  tanh: () => ({ declarations: [tanh], value: 'hyperbolicTangent(x)', gradient: 'dy * (1 - at * at)' }),
  gelu: () => ({
    declarations: [normal],
    value: 'x * normal(x)',
    gradient: `dy * (normal(at) + at * exp(-0.5f * at * at) * ${f32(1 / Math.sqrt(2 * Math.PI))})`,
  }),
  swish: () => ({
    declarations: [sigmoid],
    value: 'x * sigmoid(x)',
    gradient: 'dy * sigmoid(at) * (1 + at * (1 - sigmoid(at)))',
  }),
  hard_swish: () => ({
    declarations: [upTo6],
    value: 'x * upTo6(x + 3) / 6',
    gradient: 'select(select(dy * (at / 3 + 0.5f), dy, at > T(3)), T(0), at < T(-3))',
  }),
};

export function activationFunction(pointwise: Pointwise): ActivationFunction {
  // The row is the function's own, which TypeScript cannot follow through a table.
  return (functions[pointwise.kind] as (of: Pointwise) => ActivationFunction)(pointwise);
}
