// Activation functions and their derivatives on vectors of four values.
import { derivativeReads, type Pointwise } from '../../../../ir/index.js';
import { f32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import type { StageContext } from '../kernel.js';

/** f(x). */
export function emitPointwise(_context: StageContext, pointwise: Pointwise, x: Local<'v128'>): V128 {
  switch (pointwise.kind) {
    case 'relu':
      // The order of the operands lets a value that is not a number through, as the other backends do.
      return f32x4.pmax(x, f32x4.constSplat(0));
    default:
      throw new Error(`no vectors for ${pointwise.kind}`);
  }
}

/** dy*f'(x), or f' by f(x): `at` is what `derivativeReads` says. */
export function emitPointwiseGradient(
  _context: StageContext,
  pointwise: Pointwise,
  at: Local<'v128'>,
  dy: Local<'v128'>,
): V128 {
  switch (pointwise.kind) {
    case 'relu':
      return v128.and(dy, f32x4.gt(at, f32x4.constSplat(0)));
    default:
      throw new Error(`no vectors for ${pointwise.kind} (${derivativeReads(pointwise)})`);
  }
}
