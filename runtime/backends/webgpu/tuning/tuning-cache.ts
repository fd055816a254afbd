// The measured variants of kernels, cached between trainings by adapter and by shape. The cache comes from files and
// storage that anyone can write to, so only well-formed entries are read; a name that is no variant of its shape is
// ignored when kernels are chosen.
import { parse, recordOf, type Schema, stringOf, where } from '../../../../model/schema.js';

/** The fastest variant of each shape, by its name. */
export type Choices = Readonly<Record<string, string>>;

/** By adapter. */
export type TuningCache = Readonly<Record<string, Choices>>;

/** Limits on what is read and stored. */
const [mostAdapters, mostShapes, longestKey, longestName] = [16, 1000, 1000, 40];

/** Names of variants: `registers-4`, `blocks-64x32`. */
const nameForm = /^[a-z]+(-[0-9]+(x[0-9]+)?)?$/;

/** One adapter's variants by shape, at least one; entries that do not match are left out. */
export const choices = where(
  recordOf(stringOf(longestName, nameForm), { maxEntries: mostShapes, maxKeyLength: longestKey }),
  (read) => Object.keys(read).length > 0,
);

export const tuningCache: Schema<TuningCache> = recordOf(choices, {
  maxEntries: mostAdapters,
  maxKeyLength: longestKey,
});

/** The entries of an untrusted value that match. */
export function readTuningCache(value: unknown): TuningCache {
  return parse(tuningCache, value) ?? {};
}

/** The choices of one adapter; undefined if there are none. */
export function recallChoices(cache: TuningCache, adapter: string): Choices | undefined {
  return Object.hasOwn(cache, adapter) ? cache[adapter] : undefined;
}

/** The cache with an adapter's choices replaced; the adapter stored last is dropped last. */
export function storeChoices(cache: TuningCache, adapter: string, choices: Choices): TuningCache {
  const { [adapter]: _, ...others } = cache;
  const newest = Object.entries(others).slice(-(mostAdapters - 1));
  const shapes = Object.fromEntries(Object.entries(choices).slice(-mostShapes));
  return { ...Object.fromEntries(newest), [adapter]: shapes };
}
