// Writes WGSL from TypeScript values. Numbers interpolated in a `wgsl` template are constants (constants.ts), except
// those that end a name, as in wgsl`sum${row}`.
import { markConstant } from './constants.js';

/** What a template says of the number interpolated at one place. */
interface Place {
  /** Whether the text before it ends in a name; undefined where there is none, and the value before decides. */
  readonly endsName: boolean | undefined;
  /** Its type, by the suffix after it; undefined where the text after it goes on with a name or a fraction. */
  readonly kind: 'i32' | 'u32' | 'f32' | undefined;
  readonly suffix: string;
  /** The text after it, without the suffix. */
  readonly rest: string;
}

/** By template, for templates are written many times. */
const templates = new WeakMap<TemplateStringsArray, readonly Place[]>();

/** A template of WGSL; the suffix `u` or `f` after an interpolated number says its type, none that it is an i32. */
export function wgsl(strings: TemplateStringsArray, ...values: readonly (string | number | boolean)[]): string {
  let places = templates.get(strings);
  if (!places) {
    places = values.map((_, index) => readPlace(strings[index], strings[index + 1]));
    templates.set(strings, places);
  }
  let text = strings[0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const { endsName, kind, suffix, rest } = places[index];
    if (typeof value !== 'number' || !kind || (endsName ?? endsInName(`${values[index - 1] ?? ''}`))) {
      text += value + suffix + rest;
    } else {
      if (kind !== 'f32' && !Number.isInteger(value)) throw new RangeError(`${value} is no integer`);
      text += (value < 0 ? '-' : '') + markConstant(kind, Math.abs(value) + suffix) + rest;
    }
  }
  return text;
}

function readPlace(before: string, after: string): Place {
  const suffix = after.startsWith('u') || after.startsWith('f') ? after[0] : '';
  const rest = after.slice(suffix.length);
  const kind = suffix === 'u' ? 'u32' : suffix === 'f' ? 'f32' : 'i32';
  const goesOn = rest !== '' && isOfName(rest.charCodeAt(0));
  return { endsName: before === '' ? undefined : endsInName(before), kind: goesOn ? undefined : kind, suffix, rest };
}

function endsInName(text: string): boolean {
  return text !== '' && isOfName(text.charCodeAt(text.length - 1));
}

/** Letters, digits, the underscore, and the dot of a member or a fraction. */
function isOfName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 46
  );
}

/** A number as an f32 constant, rounded to nearest: `0.1` alone would be an abstract float, `1` an integer. */
export function f32(value: number): string {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) throw new RangeError(`${value} does not fit a 32-bit float`);
  const size = Math.abs(rounded);
  const literal = Number.isInteger(rounded) && size < 1e15 ? `${size}.0f` : `${size}f`;
  return (rounded < 0 ? '-' : '') + markConstant('f32', literal);
}

/** Repeats code for the indices 0 to `count` - 1: an unrolled loop. */
export function unrolled(count: number, code: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => code(index)).join('\n');
}

/** Functions and constants before a kernel's entry point, each once: several parts of it may need the same. */
export function declared(...pieces: readonly string[]): string {
  return [...new Set(pieces)].join('\n');
}

/**
 * Value number `index` (WGSL, i32) of `count` values held in registers, which cannot be indexed: for a loop that
 * stores them. Unrolled stores are ten times the code of such a choice, and software adapters compile it slowly.
 */
export function chosen(index: string, count: number, value: (number: number) => string): string {
  let choice = value(0);
  for (let number = 1; number < count; number++) choice = `select(${choice}, ${value(number)}, ${index} == ${number})`;
  return choice;
}

/**
 * Declares an array of values held in registers, for a loop that stores them as `chosen` does: one store each to the
 * thread's own memory, where choosing among n registers takes n comparisons.
 */
export function indexed(name: string, type: string, count: number, value: (number: number) => string): string {
  return `  var ${name}: array<${type}, ${count}>;\n${unrolled(
    count,
    (number) => `  ${name}[${number}] = ${value(number)};`,
  )}`;
}
