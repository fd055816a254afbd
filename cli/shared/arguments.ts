// Parses a command's arguments; a wrong one becomes a UsageError with a sentence.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A wrong argument; `main` prints the message and the command's usage, and exits with 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** `parseArgs` with positionals, its errors as UsageErrors. */
export function readArguments<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // The first sentence of Node's message; advice on `--` may follow, which does not fit here.
    throw new UsageError((error as Error).message.split('. ')[0].replace(/\.?$/, '.'));
  }
}

/** A whole number from `min` to `max` given as an option; undefined where the option is absent. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  { min = 1, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {},
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  throw new UsageError(`--${name} takes a whole number ${range}, not ${JSON.stringify(text)}.`);
}

/** One of `words` given as an option. */
export function oneOf<const W extends string>(name: string, text: string, words: readonly W[]): W {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new UsageError(`--${name} takes one of ${words.join(', ')}, not ${JSON.stringify(text)}.`);
}
