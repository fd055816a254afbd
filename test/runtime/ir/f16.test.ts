// Rounding to 16 bits, by the standard's definition: to the nearest, and of two equally near to the one whose last bit
// is 0. Checks all 65,536 values.
import { expect, test } from 'vitest';
import { f16Bits, f16BitsOfAll, f16FromBits, roundToF16 } from '../../../runtime/ir/index.js';

/** From 0 to the largest, by their bits: these ascend with their values. */
const positive = Array.from({ length: 0x7c00 }, (_, bits) => f16FromBits(bits));

test.each([
  // From the tables of IEEE 754 binary16 as Wikipedia has them ("Half-precision floating-point format").
  [0x0001, 0.000000059604645],
  [0x03ff, 0.000060975552],
  [0x0400, 0.00006103515625],
  [0x3555, 0.33325195],
  [0x3bff, 0.99951172],
  [0x3c00, 1],
  [0x3c01, 1.00097656],
  [0x7bff, 65504],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0xc000, -2],
])('the bits %i are %d', (bits, value) => {
  // Written there with some eight digits.
  if (Number.isFinite(value)) expect(f16FromBits(bits) / value).toBeCloseTo(1, 7);
  else expect(f16FromBits(bits)).toBe(value);
  expect(f16Bits(f16FromBits(bits))).toBe(bits);
});

test('every half is itself, with either sign', () => {
  positive.forEach((value, bits) => {
    expect(f16Bits(value)).toBe(bits);
    expect(roundToF16(value)).toBe(value);
    expect(f16Bits(-value)).toBe(bits | 0x8000);
    expect(Object.is(roundToF16(-value), -value)).toBe(true);
  });
  for (let bits = 0x7c01; bits < 0x8000; bits++) expect(f16FromBits(bits)).toBeNaN();
  expect(f16FromBits(f16Bits(Number.NaN))).toBeNaN();
});

test('between two of them it is the nearer, in the middle the even one', () => {
  for (let bits = 0; bits < 0x7bff; bits++) {
    const [below, above] = [positive[bits], positive[bits + 1]];
    // Exact: doubles have 42 bits more.
    const middle = (below + above) / 2;
    const nudge = (above - below) * 2 ** -20;
    const even = bits % 2 === 0 ? below : above;
    for (const sign of [1, -1]) {
      if (roundToF16(sign * middle) !== sign * even)
        expect.fail(`${sign * middle} became ${roundToF16(sign * middle)}`);
      expect(roundToF16(sign * (middle - nudge))).toBe(sign * below);
      expect(roundToF16(sign * (middle + nudge))).toBe(sign * above);
    }
  }
});

test('beyond the largest they are infinite, from the middle to 65,536 on', () => {
  expect(roundToF16(65_519.99)).toBe(65_504);
  expect(roundToF16(-65_519.99)).toBe(-65_504);
  expect(roundToF16(65_520)).toBe(Number.POSITIVE_INFINITY);
  expect(roundToF16(-1e30)).toBe(Number.NEGATIVE_INFINITY);
  expect(roundToF16(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});

test('an odd number of them takes one place more', () => {
  expect(f16BitsOfAll(Float32Array.of(1, -2, 0.1))).toEqual(Uint16Array.of(0x3c00, 0xc000, 0x2e66, 0));
});
