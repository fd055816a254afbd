// Reads a command's arguments: what is wrong with them is said in a sentence, beside how the command is called.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The way a command was called is wrong; `main` prints the message with the command's usage and ends with 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** `parseArgs` with positionals, its complaints turned into a UsageError. */
export function readArguments<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's message is a sentence of its own, sometimes followed by advice on `--` that does not fit here.
    throw new UsageError((error as Error).message.split('. ')[0].replace(/\.?$/, '.'));
  }
}

/** A whole number given as an option, undefined where it was left out; a UsageError unless in min..max. */
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

/** One of a few words given as an option; a UsageError for another. */
export function oneOf<const W extends string>(name: string, text: string, words: readonly W[]): W {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new UsageError(`--${name} is one of ${words.join(', ')}, not ${JSON.stringify(text)}.`);
}
