// exp(x) = 2^n*exp(r): n the whole number next to x/ln(2), r = x - n*ln(2) in two steps, exp(r) by a polynomial.
// Source: Cephes, expf (S. L. Moshier). Relative error 1e-7, about one unit in the last place.
import { f32x4, i32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitPolynomial } from './polynomial.js';

/** Adding it rounds to a whole number and leaves that number in the lowest bits. */
const rounder = 1.5 * 2 ** 23;

/** ln(2) in two parts, the first so short that its products with n are exact. */
const ln2 = { high: 0.693359375, low: -2.1219444e-4 };

/** (exp(r) - 1 - r)/r^2 */
const remainder = [0.50000001201, 0.16666665459, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.98756915e-4];

/** 1.0 as bits: its exponent is the middle. */
const one = 0x3f800000;

export interface ReducedExp {
  /** exp(r) - 1, without cancellation. */
  readonly fraction: Local<'v128'>;
  /** n*2^23 modulo 2^32: n in the place of a float's exponent. */
  readonly exponent: Local<'v128'>;
}

/** For |x| below 2^22*ln(2); beyond, and for what is not a number, `fraction` is not a number or has no meaning. */
export function emitReducedExp(context: MathContext, x: Local<'v128'>): ReducedExp {
  const { f, arithmetic } = context;
  const shifted = f.local('v128', arithmetic.madd(x, f32x4.constSplat(Math.LOG2E), f32x4.constSplat(rounder)));
  const n = f.local('v128', f32x4.sub(shifted, f32x4.constSplat(rounder)));
  const exponent = f.local('v128', i32x4.shl(shifted, 23));
  const rough = arithmetic.madd(n, f32x4.constSplat(-ln2.high), x);
  const r = f.local('v128', arithmetic.madd(n, f32x4.constSplat(-ln2.low), rough));
  const polynomial = emitPolynomial(context, r, remainder);
  return { fraction: f.local('v128', arithmetic.madd(f32x4.mul(r, r), polynomial, r)), exponent };
}

/** 2^n of an exponent with n from -126 to 127. */
export function emitPower(exponent: V128): V128 {
  return i32x4.add(exponent, i32x4.constSplat(one));
}

/** exp(x) of any x, results below the normal floats included; infinities give infinity and 0. */
export function emitExp(context: MathContext, x: V128): V128 {
  const { f } = context;
  // Just beyond where the result is infinite, or 0; what is not a number passes.
  const limited = f32x4.pmin(f32x4.pmax(x, f32x4.constSplat(-104)), f32x4.constSplat(89));
  const { fraction, exponent } = emitReducedExp(context, f.local('v128', limited));
  // In two factors, since 2^n itself may not be a float.
  const half = f.local('v128', v128.and(i32x4.shrS(exponent, 1), i32x4.constSplat(0xff800000 | 0)));
  const scaled = f32x4.mul(f32x4.add(fraction, f32x4.constSplat(1)), emitPower(half));
  return f32x4.mul(scaled, emitPower(i32x4.sub(exponent, half)));
}

/** exp(x) of x up to 0; results below the normal floats, 1.2e-38, are 0. */
export function emitExpOfNegative(context: MathContext, x: V128): V128 {
  const { f } = context;
  const smallest = f32x4.constSplat(-87.3);
  const given = f.local('v128', x);
  const { fraction, exponent } = emitReducedExp(context, f.local('v128', f32x4.pmax(given, smallest)));
  const result = f32x4.mul(f32x4.add(fraction, f32x4.constSplat(1)), emitPower(exponent));
  return v128.andNot(result, f32x4.lt(given, smallest));
}
