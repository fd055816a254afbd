// Schemas for plain data of unknown origin: messages, caches and settings. A schema returns the value with its declared
// fields only, or `invalid`. Tables are total over their type: a field or a kind without a schema does not compile.

export const invalid: unique symbol = Symbol('invalid');

/** Never throws; plain objects and arrays are copied. */
export type Schema<T> = (value: unknown) => T | typeof invalid;

/** A schema for every field of an object. */
export type Fields<T> = { readonly [K in keyof T]-?: Schema<T[K]> };

/** A schema for every field but the discriminant, for every kind of a discriminated union. */
export type Variants<T, D extends keyof T> = {
  readonly [K in T[D] & string]: Fields<Omit<OfKind<T, D, K>, D>>;
};

type OfKind<T, D extends keyof T, K> = T extends unknown ? (K extends T[D] ? T : never) : never;

/** The value, or undefined where it does not match. */
export function parse<T>(schema: Schema<T>, value: unknown): T | undefined {
  const read = schema(value);
  return read === invalid ? undefined : read;
}

/** Adds a condition. */
export function where<T>(schema: Schema<T>, condition: (value: T) => boolean): Schema<T> {
  return (value) => {
    const read = schema(value);
    return read === invalid || !condition(read) ? invalid : read;
  };
}

export const boolean: Schema<boolean> = (value) => (typeof value === 'boolean' ? value : invalid);

/** A finite number from `min` to `max`, both included. */
export function numberFrom(min: number, max = Number.MAX_VALUE): Schema<number> {
  return (value) => (typeof value === 'number' && value >= min && value <= max ? value : invalid);
}

export const finite = numberFrom(-Number.MAX_VALUE);
export const above0 = numberFrom(Number.MIN_VALUE);
/** From 0 to 1. */
export const fraction = numberFrom(0, 1);

/** A whole number that doubles represent exactly, from `min` to `max`. */
export function integerFrom(min: number, max = Number.MAX_SAFE_INTEGER): Schema<number> {
  return where(numberFrom(min, max), Number.isSafeInteger);
}

export const count = integerFrom(0);
export const positive = integerFrom(1);

export function stringOf(maxLength: number, pattern = /^/): Schema<string> {
  return (value) => (typeof value === 'string' && value.length <= maxLength && pattern.test(value) ? value : invalid);
}

export const text = stringOf(10_000);

export function oneOf<const W extends string | number>(...words: readonly W[]): Schema<W> {
  return (value) => words.find((word) => word === value) ?? invalid;
}

/** Absent, or matching. */
export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return (value) => (value === undefined ? undefined : schema(value));
}

/** Replaces what does not match instead of refusing it. */
export function withDefault<T>(schema: Schema<T>, otherwise: T): Schema<T> {
  return (value) => {
    const read = schema(value);
    return read === invalid ? otherwise : read;
  };
}

export function arrayOf<T>(schema: Schema<T>, maxLength: number): Schema<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > maxLength) return invalid;
    const items: T[] = [];
    for (const item of value) {
      const read = schema(item);
      if (read === invalid) return invalid;
      items.push(read);
    }
    return items;
  };
}

/** The items of an array that match; none for another value. */
export function matchingItems<T>(schema: Schema<T>): Schema<readonly T[]> {
  return (value) => {
    const items: readonly (T | typeof invalid)[] = Array.isArray(value) ? value.map(schema) : [];
    return items.filter((item): item is T => item !== invalid);
  };
}

export function object<T extends object>(fields: Fields<T>): Schema<T> {
  const entries = Object.entries<Schema<unknown>>(fields);
  return (value) => {
    if (!isRecord(value)) return invalid;
    const result: Record<string, unknown> = {};
    for (const [name, schema] of entries) {
      const read = schema(Object.hasOwn(value, name) ? value[name] : undefined);
      if (read === invalid) return invalid;
      if (read !== undefined) result[name] = read;
    }
    return result as T;
  };
}

/** As `object`, for fields that all have defaults: another value is read as an empty object. */
export function objectWithDefaults<T extends object>(fields: Fields<T>): Schema<T> {
  const schema = object(fields);
  return (value) => schema(isRecord(value) ? value : {});
}

/** A discriminated union: the field `discriminant` chooses the fields of its kind. */
export function variant<T extends object, D extends string & keyof T>(
  discriminant: D,
  variants: Variants<T, D>,
): Schema<T> {
  const schemas = new Map(
    Object.entries(variants).map(([kind, fields]) => [
      kind,
      object({ [discriminant]: oneOf(kind), ...(fields as Fields<object>) }),
    ]),
  );
  return (value) => {
    const schema = isRecord(value) ? schemas.get(value[discriminant] as string) : undefined;
    return (schema?.(value) ?? invalid) as T | typeof invalid;
  };
}

/** Bounds of a `recordOf`. */
export interface RecordBounds {
  readonly maxEntries: number;
  readonly maxKeyLength: number;
}

/** The entries that match, among the first `maxEntries`; none for another value. */
export function recordOf<T>(
  schema: Schema<T>,
  { maxEntries, maxKeyLength }: RecordBounds,
): Schema<Readonly<Record<string, T>>> {
  return (value) => {
    const entries: [string, T][] = [];
    for (const [key, item] of isRecord(value) ? Object.entries(value).slice(0, maxEntries) : []) {
      const read = key.length <= maxKeyLength ? schema(item) : invalid;
      if (read !== invalid) entries.push([key, read]);
    }
    return Object.fromEntries(entries);
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
