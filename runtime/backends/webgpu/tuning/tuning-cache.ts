// What was measured of variants, as it is kept from one training to the next: by adapter, and by shape. It is read
// back from files and stores that anyone can write to, so nothing of it is believed but what has the form it was
// written in; a name that is no variant of its shape is passed over where kernels are chosen.

/** Variants by shape, by adapter. */
export type Remembered = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Bounds on what is read and kept. */
const [mostAdapters, mostShapes, longestKey, longestName] = [16, 1000, 1000, 40];

/** Names of variants: `registers-4`, `blocks-64x32`. */
const nameForm = /^[a-z]+(-[0-9]+(x[0-9]+)?)?$/;

/** What of an untrusted value has the form; the rest is left out. */
export function readRemembered(value: unknown): Remembered {
  return keptOf(value, mostAdapters, readChoices);
}

/** Likewise of one adapter's variants by shape; undefined where nothing is left. */
export function readChoices(value: unknown): Remembered[string] | undefined {
  const read = keptOf(value, mostShapes, (name) =>
    typeof name === 'string' && name.length <= longestName && nameForm.test(name) ? name : undefined,
  );
  return Object.keys(read).length > 0 ? read : undefined;
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

/** An object whose properties are still to be checked. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keptOf<T>(value: unknown, most: number, read: (value: unknown) => T | undefined): Record<string, T> {
  if (!isRecord(value)) return {};
  const entries: [string, T][] = [];
  for (const [key, one] of Object.entries(value).slice(0, most)) {
    const kept = key.length <= longestKey ? read(one) : undefined;
    if (kept !== undefined) entries.push([key, kept]);
  }
  return Object.fromEntries(entries);
}
