// Coefficients to samples: the accurate integer inverse DCT of libjpeg (jidctint.c), so that pixels equal its own.
// C. Loeffler, A. Ligtenberg, G. Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989.
import type { Channel } from './frame.js';

/** Samples of whole blocks, `stride` to a row. */
export interface Plane {
  readonly samples: Uint8ClampedArray;
  readonly stride: number;
}

const constantBits = 13;
const firstPassBits = 2;

export function inverseTransform({ coefficients, stride, blocksWide, blocksHigh, quantization }: Channel): Plane {
  if (!quantization) throw new Error('a channel is missing');
  const rowSamples = 8 * stride;
  const samples = new Uint8ClampedArray((coefficients.length / 64) * 64);
  const input = new Int32Array(64);
  const columns = new Int32Array(64);
  const rows = new Int32Array(64);
  const down = { from: input, to: columns, step: 8, shift: constantBits - firstPassBits };
  const across = { from: columns, to: rows, step: 1, shift: constantBits + firstPassBits + 3 };
  for (let row = 0; row < blocksHigh; row++) {
    for (let column = 0; column < blocksWide; column++) {
      const at = 64 * (row * stride + column);
      for (let index = 0; index < 64; index++) input[index] = coefficients[at + index] * quantization[index];
      for (let x = 0; x < 8; x++) transform(down, x);
      for (let y = 0; y < 8; y++) transform(across, 8 * y);
      for (let y = 0; y < 8; y++) {
        const target = (8 * row + y) * rowSamples + 8 * column;
        for (let x = 0; x < 8; x++) samples[target + x] = rows[8 * y + x] + 128;
      }
    }
  }
  return { samples, stride: rowSamples };
}

/** One-dimensional transforms of eight values `step` apart; the result is divided by 2^`shift`, rounded. */
interface TransformPass {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly step: number;
  readonly shift: number;
}

/** @param at the first of the eight */
function transform({ from, to, step, shift }: TransformPass, at: number): void {
  const c0 = from[at];
  const c1 = from[at + step];
  const c2 = from[at + 2 * step];
  const c3 = from[at + 3 * step];
  const c4 = from[at + 4 * step];
  const c5 = from[at + 5 * step];
  const c6 = from[at + 6 * step];
  const c7 = from[at + 7 * step];
  const half = 1 << (shift - 1);
  // Even part. Constants are multiplied by 2^13, as in 4433 for 0.541196100.
  const e1 = (c2 + c6) * 4433;
  const e2 = e1 - c6 * 15137;
  const e3 = e1 + c2 * 6270;
  const sum = (c0 + c4) * 8192 + half;
  const difference = (c0 - c4) * 8192 + half;
  const even0 = sum + e3;
  const even3 = sum - e3;
  const even1 = difference + e2;
  const even2 = difference - e2;
  // Odd part.
  const z5 = (c7 + c3 + c5 + c1) * 9633;
  const z1 = (c7 + c1) * -7373;
  const z2 = (c5 + c3) * -20995;
  const z3 = (c7 + c3) * -16069 + z5;
  const z4 = (c5 + c1) * -3196 + z5;
  const odd0 = c7 * 2446 + z1 + z3;
  const odd1 = c5 * 16819 + z2 + z4;
  const odd2 = c3 * 25172 + z2 + z3;
  const odd3 = c1 * 12299 + z1 + z4;
  to[at] = (even0 + odd3) >> shift;
  to[at + 7 * step] = (even0 - odd3) >> shift;
  to[at + step] = (even1 + odd2) >> shift;
  to[at + 6 * step] = (even1 - odd2) >> shift;
  to[at + 2 * step] = (even2 + odd1) >> shift;
  to[at + 5 * step] = (even2 - odd1) >> shift;
  to[at + 3 * step] = (even3 + odd0) >> shift;
  to[at + 4 * step] = (even3 - odd0) >> shift;
}
