// The derivative of an error |d|^power, but for the factor of the power: d of d^2, the sign of d of |d|.
import { f32x4, type Local, type V128, v128 } from '../../emitter/index.js';

/** The sign of 0 is 0, as in PyTorch. */
export function emitErrorSlope(difference: Local<'v128'>, power: 1 | 2): V128 {
  if (power === 2) return difference;
  const zero = f32x4.constSplat(0);
  const up = v128.and(f32x4.gt(difference, zero), f32x4.constSplat(1));
  const down = v128.and(f32x4.lt(difference, zero), f32x4.constSplat(-1));
  return v128.or(up, down);
}
