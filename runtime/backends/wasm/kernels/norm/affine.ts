// Which inputs of `normalise` are the scale and the shift.
import type { ComputationOf } from '../../../../ir/index.js';
import type { Local } from '../../emitter/index.js';

export interface Affine {
  readonly scale?: Local<'i32'>;
  readonly shift?: Local<'i32'>;
}

export function affineOf(
  { scale, shift }: ComputationOf<'normalise'>,
  [, , , ...affine]: readonly Local<'i32'>[],
): Affine {
  return { ...(scale && { scale: affine[0] }), ...(shift && { shift: affine[scale ? 1 : 0] }) };
}
