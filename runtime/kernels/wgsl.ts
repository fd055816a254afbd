// How TypeScript's values are spelled in WGSL.

/** A number as an f32 literal, rounded to the nearest one: `0.1` alone would be an abstract float, `1` an integer. */
export function f32(value: number): string {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) throw new RangeError(`${value} does not fit a 32-bit float`);
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e15 ? `${rounded}.0f` : `${rounded}f`;
}

/** Repeats a piece of code for 0 to `count` - 1: an unrolled loop. */
export function unrolled(count: number, code: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => code(index)).join('\n');
}

/** Functions and constants in front of a kernel, each once: several parts of it may need the same. */
export function declared(...pieces: readonly string[]): string {
  return [...new Set(pieces)].join('\n');
}
