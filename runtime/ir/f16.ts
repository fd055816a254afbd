// 16-bit floats of IEEE 754 (binary16), in which tensors may be stored in half the memory: 10 bits behind the point,
// 65,504 the largest. Rounds as a GPU does, for the reference and for what the host reads and writes.

/** 2^-24: numbers below the smallest normal one, 2^-14, are multiples of it. */
const [smallestNormal, smallest, bitsBehindPoint] = [2 ** -14, 2 ** -24, 10];
const [signBit, exponentBits, mantissaBits] = [0x8000, 0x7c00, 0x3ff];

/** From here on a number is nearer to 2^16, which is none, than to the largest: it becomes infinite. */
const overflow = 65_520;

/** The nearest half, of two equally near the even one. */
export function roundToF16(value: number): number {
  const size = Math.abs(value);
  if (!(size < overflow)) return Number.isNaN(value) ? value : Math.sign(value) * Number.POSITIVE_INFINITY;
  const unit = unitOf(size);
  // Adding and taking away 2^52 rounds to whole numbers as the sum of two doubles is rounded: to nearest, ties to even.
  const rounded = (size / unit + 2 ** 52 - 2 ** 52) * unit;
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}

/** The distance between the two f16 values around a number below `overflow`. */
function unitOf(size: number): number {
  if (size < smallestNormal) return smallest;
  // The logarithm may be off by one where a number is next to a power of two.
  let exponent = Math.floor(Math.log2(size));
  if (2 ** exponent > size) exponent--;
  else if (2 ** (exponent + 1) <= size) exponent++;
  return 2 ** (exponent - bitsBehindPoint);
}

/** The bits of the nearest half. */
export function f16Bits(value: number): number {
  if (Number.isNaN(value)) return exponentBits | 0x200;
  const rounded = roundToF16(value);
  const sign = rounded < 0 || Object.is(rounded, -0) ? signBit : 0;
  const size = Math.abs(rounded);
  if (size === Number.POSITIVE_INFINITY) return sign | exponentBits;
  if (size < smallestNormal) return sign | (size / smallest);
  const unit = unitOf(size);
  // 1.mantissa in units is from 1024 to 2047; the exponent's bias is 15.
  const exponent = Math.log2(unit) + bitsBehindPoint + 15;
  return sign | (exponent << bitsBehindPoint) | (size / unit - 2 ** bitsBehindPoint);
}

/**
 * Of several values, with one value more where their number is odd: what a buffer is written with comes in fours of
 * bytes.
 */
export function f16BitsOfAll(values: Float32Array): Uint16Array {
  const bits = new Uint16Array(2 * Math.ceil(values.length / 2));
  for (let index = 0; index < values.length; index++) bits[index] = f16Bits(values[index]);
  return bits;
}

/** The value of a half by its bits. */
export function f16FromBits(bits: number): number {
  const sign = bits & signBit ? -1 : 1;
  const exponent = (bits & exponentBits) >> bitsBehindPoint;
  const mantissa = bits & mantissaBits;
  if (exponent === 0) return sign * mantissa * smallest;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (2 ** bitsBehindPoint + mantissa) * 2 ** (exponent - 15 - bitsBehindPoint);
}
