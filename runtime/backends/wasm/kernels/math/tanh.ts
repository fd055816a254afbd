// tanh(x) = e/(e + 2), e = exp(2x) - 1 = 2^n*(exp(r) - 1) + (2^n - 1), of |x|; the sign of x comes last. Near 0, where
// n = 0, nothing cancels: the relative error is 2e-7 everywhere.
import { f32x4, i32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitPower, emitReducedExp } from './exp.js';

/** From here on tanh rounds to 1. */
const saturated = 9.1;

export function emitTanh(context: MathContext, x: Local<'v128'>): V128 {
  const { f, arithmetic } = context;
  const magnitude = f32x4.pmin(f32x4.abs(x), f32x4.constSplat(saturated));
  const twice = f.local('v128', f32x4.mul(magnitude, f32x4.constSplat(2)));
  const { fraction, exponent } = emitReducedExp(context, twice);
  const power = f.local('v128', emitPower(exponent));
  const e = f.local('v128', arithmetic.madd(power, fraction, f32x4.sub(power, f32x4.constSplat(1))));
  const sign = v128.and(x, i32x4.constSplat(1 << 31));
  return v128.or(f32x4.div(e, f32x4.add(e, f32x4.constSplat(2))), sign);
}
