// Polynomials on vectors, by Horner's rule.
import { f32x4, type Local, type V128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';

/** coefficients[0] + coefficients[1]*x + ...; two at least. */
export function emitPolynomial({ arithmetic }: MathContext, x: Local<'v128'>, coefficients: readonly number[]): V128 {
  const [highest, ...others] = coefficients.toReversed();
  return others.reduce<V128>(
    (value, coefficient) => arithmetic.madd(value, x, f32x4.constSplat(coefficient)),
    f32x4.constSplat(highest),
  );
}
