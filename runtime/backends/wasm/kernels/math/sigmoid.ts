// sigmoid(x) = 1/(1 + exp(-x))
import { f32x4, type V128 } from '../../emitter/index.js';
import type { MathContext } from './context.js';
import { emitExp } from './exp.js';

export function emitSigmoid(context: MathContext, x: V128): V128 {
  const one = f32x4.constSplat(1);
  return f32x4.div(one, f32x4.add(one, emitExp(context, f32x4.neg(x))));
}
