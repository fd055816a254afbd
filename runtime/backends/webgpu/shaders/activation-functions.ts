// Activation functions in WGSL, and their derivatives: y = f(x) and dx = dy*f'(at), `at` being x or y by
// `derivativeReads`. Limits are selects, not max() or min(), so that a NaN stays one and a diverged training shows.
// exp() takes no positive argument: WGSL leaves its overflow open.
import type { OperationOf } from '../../../../model/index.js';
import { type Pointwise, selu } from '../../../ir/index.js';
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
// Of x up to 0. Near 0 by its series, where exp(x) - 1 would have lost its digits.
const expMinus1 = `
fn expMinus1(x: T) -> T {
  let near = x * (${horner([1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720], 'x')});
  return select(exp(x) - 1, near, x > T(-0.25f));
}`;
// log(1 + e) of e from 0 to 1, as twice the series of the inverse hyperbolic tangent of e/(2 + e): keeps the digits of
// a small e.
const logOfOnePlus = `
fn logOfOnePlus(e: T) -> T {
  let s = e / (2 + e);
  let square = s * s;
  return 2 * s * (${horner([1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13], 'square')});
}`;
// tanh(softplus(x)) = ((1 + exp(x))^2 - 1)/((1 + exp(x))^2 + 1), and its derivative: fractions in e = exp(-|x|).
const tanhOfSoftplus = `
fn mishDivisor(x: T, e: T) -> T { return select(2 + e * (2 + e), 1 + 2 * e * (1 + e), x >= T(0)); }
fn tanhOfSoftplus(x: T) -> T {
  let e = exp(-abs(x));
  return select(e * (2 + e), 1 + 2 * e, x >= T(0)) / mishDivisor(x, e);
}
fn tanhOfSoftplusSlope(x: T) -> T {
  let e = exp(-abs(x));
  let divisor = mishDivisor(x, e);
  return 4 * select(e, e * e, x >= T(0)) * (1 + e) / (divisor * divisor);
}`;
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
  elu: ({ alpha }) => ({
    declarations: [expMinus1],
    value: `select(${f32(alpha)} * expMinus1(select(x, T(0), x > T(0))), x, x > T(0))`,
    gradient:
      alpha >= 0
        ? `select(dy * (at + ${f32(alpha)}), dy, at > T(0))`
        : `select(dy * ${f32(alpha)} * exp(select(at, T(0), at > T(0))), dy, at > T(0))`,
  }),
  selu: () => ({
    declarations: [expMinus1],
    value:
      `select(${f32(selu.scale * selu.alpha)} * expMinus1(select(x, T(0), x > T(0))), ` +
      `x * ${f32(selu.scale)}, x > T(0))`,
    gradient: `dy * select(at + ${f32(selu.scale * selu.alpha)}, T(${f32(selu.scale)}), at > T(0))`,
  }),
  softplus: () => ({
    declarations: [expMinus1, logOfOnePlus],
    value: 'select(x, T(0), x < T(0)) + logOfOnePlus(exp(-abs(x)))',
    gradient: '-dy * expMinus1(-at)',
  }),
  mish: () => ({
    declarations: [tanhOfSoftplus],
    value: 'x * tanhOfSoftplus(x)',
    gradient: 'dy * (tanhOfSoftplus(at) + at * tanhOfSoftplusSlope(at))',
  }),
};

export function activationFunction(pointwise: Pointwise): ActivationFunction {
  // The row is the function's own, which TypeScript cannot follow through a table.
  return (functions[pointwise.kind] as (of: Pointwise) => ActivationFunction)(pointwise);
}
