// log(x) = e*ln(2) + log(m), x = m*2^e with m from sqrt(1/2) to sqrt(2); log(m) by a polynomial in m - 1.
// Source: Cephes, logf (S. L. Moshier). Relative error 1e-7, near 1 as well.
import { f32x4, i32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitPolynomial } from './polynomial.js';

/** sqrt(1/2) as bits. */
const rootOfHalf = 0x3f3504f3;
const ln2 = { high: 0.693359375, low: -2.1219444e-4 };

/** (log(1 + z) - z + z^2/2)/z^3 */
const remainder = [
  3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1, -1.2420140846e-1,
  1.167699874e-1, -1.151461031e-1, 7.0376836292e-2,
];

/** Of normal positive numbers; what is infinite or not a number gives itself. */
export function emitLog(context: MathContext, x: Local<'v128'>): V128 {
  const { f, arithmetic } = context;
  // Taken from the bits, the exponent's lowest bit turns at sqrt(1/2) instead of at 1.
  const shifted = f.local('v128', i32x4.sub(x, i32x4.constSplat(rootOfHalf)));
  const e = f.local('v128', f32x4.fromI32x4S(i32x4.shrS(shifted, 23)));
  const mantissa = i32x4.add(v128.and(shifted, i32x4.constSplat(0x007fffff)), i32x4.constSplat(rootOfHalf));
  const z = f.local('v128', f32x4.sub(mantissa, f32x4.constSplat(1)));
  const square = f.local('v128', f32x4.mul(z, z));
  const cubic = f32x4.mul(f32x4.mul(square, z), emitPolynomial(context, z, remainder));
  const small = arithmetic.madd(e, f32x4.constSplat(ln2.low), cubic);
  const rest = arithmetic.madd(square, f32x4.constSplat(-0.5), small);
  const result = arithmetic.madd(e, f32x4.constSplat(ln2.high), f32x4.add(z, rest));
  const finite = f32x4.lt(x, f32x4.constSplat(Number.POSITIVE_INFINITY));
  return v128.bitselect(result, x, finite);
}
