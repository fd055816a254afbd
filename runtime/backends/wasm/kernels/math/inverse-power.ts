// d^-beta of positive numbers: by roots where beta is a usual one, else exp(-beta*log(d)).
import { f32x4, type Local, type V128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitExp } from './exp.js';
import { emitLog } from './log.js';

export function emitInversePower(context: MathContext, d: Local<'v128'>, beta: number): V128 {
  const { f } = context;
  const one = f32x4.constSplat(1);
  if (beta === 1) return f32x4.div(one, d);
  if (beta === 0.5) return f32x4.div(one, f32x4.sqrt(d));
  if (beta === 0.75) {
    const root = f.local('v128', f32x4.sqrt(d));
    return f32x4.div(one, f32x4.mul(root, f32x4.sqrt(root)));
  }
  return emitExp(context, f32x4.mul(emitLog(context, d), f32x4.constSplat(-beta)));
}
