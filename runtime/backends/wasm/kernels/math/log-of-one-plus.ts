// log(1 + e) of e from 0 to 1: twice the series of the inverse hyperbolic tangent of s = e/(2 + e), which is 1/3 at
// most. It keeps the digits of a small e; the terms left out are below 2e-8 of the result.
import { f32x4, type Local, type V128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitPolynomial } from './polynomial.js';

const series = [2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13];

export function emitLogOfOnePlus(context: MathContext, e: Local<'v128'>): V128 {
  const { f } = context;
  const s = f.local('v128', f32x4.div(e, f32x4.add(e, f32x4.constSplat(2))));
  const square = f.local('v128', f32x4.mul(s, s));
  return f32x4.mul(s, emitPolynomial(context, square, series));
}
