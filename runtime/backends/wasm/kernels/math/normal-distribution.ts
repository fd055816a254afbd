// The normal distribution's density and integral, which gelu and its derivative need:
// phi(x) = exp(-x^2/2)/sqrt(2*pi), Phi(-|x|) = exp(-x^2/2)*t*P(t), t = 1/(1 + 0.305*|x|), Phi(|x|) = 1 - Phi(-|x|).
// P: fitted here to a relative error of 1e-7 for |x| up to 14.4, beyond which exp(-x^2/2) is 0 (the form is 26.2.17
// of Abramowitz and Stegun, "Handbook of Mathematical Functions"). Phi of a negative x is no difference of near
// numbers, and so has a small relative error as well.
import { f32x4, type Local, v128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitExpOfNegative } from './exp.js';
import { emitPolynomial } from './polynomial.js';

const slope = 0.305;
const tail = [
  0.12163987334193566, 0.12246457663312652, 0.10343537990235342, 0.12097198727723714, -0.037879425703992095,
  0.18560721381463818, -0.1529223640465421, 0.03668280264013239,
];

export interface NormalDistribution {
  /** Phi(x), the integral of the density up to x. */
  readonly integral: Local<'v128'>;
  /** exp(-x^2/2): the density times sqrt(2*pi). */
  readonly bell: Local<'v128'>;
}

export function emitNormalDistribution(context: MathContext, x: Local<'v128'>): NormalDistribution {
  const { f, arithmetic } = context;
  const exponent = f32x4.mul(f32x4.mul(x, x), f32x4.constSplat(-0.5));
  const bell = f.local('v128', emitExpOfNegative(context, exponent));
  const one = f32x4.constSplat(1);
  const t = f.local('v128', f32x4.div(one, arithmetic.madd(f32x4.abs(x), f32x4.constSplat(slope), one)));
  const below = f.local('v128', f32x4.mul(f32x4.mul(bell, t), emitPolynomial(context, t, tail)));
  const integral = v128.bitselect(f32x4.sub(one, below), below, f32x4.gt(x, f32x4.constSplat(0)));
  return { integral: f.local('v128', integral), bell };
}
