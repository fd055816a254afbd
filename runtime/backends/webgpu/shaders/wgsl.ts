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

/**
 * The value number `index` (WGSL, i32) of `count` that are each in a register, which no index reaches: for a loop
 * that stores them. A store written out costs software adapters ten times the text, and the time to compile it, of
 * such a choice.
 */
export function chosen(index: string, count: number, value: (number: number) => string): string {
  let choice = value(0);
  for (let number = 1; number < count; number++) choice = `select(${choice}, ${value(number)}, ${index} == ${number})`;
  return choice;
}

/**
 * Declares the array `name` of values that are each in a register, for a loop that stores them: no index reaches a
 * register, and a store written out costs software adapters ten times the text, and the time to compile it. The array
 * costs one store each to a thread's own memory, where choosing among n registers takes n comparisons.
 */
export function indexed(name: string, type: string, count: number, value: (number: number) => string): string {
  return `  var ${name}: array<${type}, ${count}>;\n${unrolled(count, (number) => `  ${name}[${number}] = ${value(number)};`)}`;
}
