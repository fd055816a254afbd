// What was measured of variants, as it is kept from one training to the next: by adapter, and by shape. It is read
// back from files and stores that anyone can write to, so nothing of it is believed but what has the form it was
// written in; a name that is no variant of its shape is passed over where kernels are chosen.
import { parse, recordOf, type Schema, stringOf, where } from '../../../../model/schema.js';

/** Variants by shape, by adapter. */
export type Remembered = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Bounds on what is read and kept. */
const [mostAdapters, mostShapes, longestKey, longestName] = [16, 1000, 1000, 40];

/** Names of variants: `registers-4`, `blocks-64x32`. */
const nameForm = /^[a-z]+(-[0-9]+(x[0-9]+)?)?$/;

/** One adapter's variants by shape, at least one; entries that do not match are left out. */
export const choices = where(
  recordOf(stringOf(longestName, nameForm), { maxEntries: mostShapes, maxKeyLength: longestKey }),
  (read) => Object.keys(read).length > 0,
);

export const remembered: Schema<Remembered> = recordOf(choices, {
  maxEntries: mostAdapters,
  maxKeyLength: longestKey,
});

/** The entries of an untrusted value that match. */
export function readRemembered(value: unknown): Remembered {
  return parse(remembered, value) ?? {};
}

/** What is remembered of one adapter; undefined where nothing is. */
export function choicesOf(remembered: Remembered, adapter: string): Remembered[string] | undefined {
  return Object.hasOwn(remembered, adapter) ? remembered[adapter] : undefined;
}

/** With an adapter's choices in place of those known of it; the adapter added last is kept longest. */
export function remember(known: Remembered, adapter: string, choices: Readonly<Record<string, string>>): Remembered {
  const { [adapter]: _, ...others } = known;
  const kept = Object.entries(others).slice(-(mostAdapters - 1));
  const shapes = Object.fromEntries(Object.entries(choices).slice(-mostShapes));
  return { ...Object.fromEntries(kept), [adapter]: shapes };
}
