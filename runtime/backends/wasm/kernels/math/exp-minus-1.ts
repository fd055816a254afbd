// exp(x) - 1 = 2^n*(exp(r) - 1) + (2^n - 1) of x up to 0. Near 0, where n = 0, nothing cancels.
import { f32x4, type V128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitPower, emitReducedExp } from './exp.js';

/** From here on it rounds to -1. */
const saturated = -20;

export function emitExpMinus1(context: MathContext, x: V128): V128 {
  const { f, arithmetic } = context;
  const limited = f.local('v128', f32x4.pmax(x, f32x4.constSplat(saturated)));
  const { fraction, exponent } = emitReducedExp(context, limited);
  const power = f.local('v128', emitPower(exponent));
  return arithmetic.madd(power, fraction, f32x4.sub(power, f32x4.constSplat(1)));
}
