// The small checks that messages are built from: each narrows an untrusted value and bounds it.
import { isRecord } from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';

export type Check<T> = (value: unknown) => value is T;

export { isRecord };

/** An object whose properties are still to be checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** A string of at most 10,000 characters. */
export function text(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 10_000;
}

export function flag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function finite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A whole number from 0 that doubles hold exactly. */
export function count(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function positive(value: unknown): value is number {
  return count(value) && value > 0;
}

/** An array of at most `maximum` values that each pass. */
export function arrayOf<T>(check: Check<T>, maximum: number): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= maximum && value.every(check);
}

/** An object with one of some kinds, whose other fields pass that kind's check. */
export function kindIn<T extends { readonly kind: string }>(
  table: { readonly [K in T['kind']]: (fields: Fields) => boolean },
): Check<T> {
  return (value): value is T => {
    if (!isRecord(value)) return false;
    const { kind } = value;
    return typeof kind === 'string' && Object.hasOwn(table, kind) && table[kind as T['kind']](value);
  };
}
