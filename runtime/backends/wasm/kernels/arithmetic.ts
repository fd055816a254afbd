// Multiply and add in one rounding where the engine has relaxed SIMD, else in two: the only instruction in which
// engines differ, and so the one choice that decides whether results have the same bits everywhere.
import { f32x4, type V128 } from '../emitter/index.js';

/** `fused`: one rounding, as the processor's FMA does. `separate`: the same bits on every machine. */
export type ArithmeticName = 'fused' | 'separate';

export interface Arithmetic {
  readonly name: ArithmeticName;
  /** a*b + c */
  madd(a: V128, b: V128, c: V128): V128;
  /**
   * Rows of a tile of 8 columns in registers. V8 has 15: two vectors a row, two of weights, one of the left operand,
   * and without a fused instruction one for the product. Measured: 6 and 4 are the fastest (docs/kernels.md).
   */
  readonly tileRows: 6 | 4;
}

export const arithmetics: Readonly<Record<ArithmeticName, Arithmetic>> = {
  fused: { name: 'fused', madd: f32x4.relaxedMadd, tileRows: 6 },
  separate: { name: 'separate', madd: (a, b, c) => f32x4.add(f32x4.mul(a, b), c), tileRows: 4 },
};
