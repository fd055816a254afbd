// Parameter types: the interface, and types for numbers, words, flags, pieces and built-ins of a category.
import { type Category, namesOf } from '../builtins/builtins.js';
import { describe, unknown, type Value } from './value.js';

/** Filters, units, batches and the like. */
export const maximalCount = 1 << 20;

/** A value read as its type, or what is wrong with it: a phrase that completes "`kernel` ...". */
export type Reading<T> =
  | { readonly value: T }
  | { readonly wrong: string /** What was likely meant. */; readonly meant?: T };

export interface Type<T> {
  /** Words that are values of this type, such as `same`. */
  readonly symbols: readonly string[];
  read(value: Value): Reading<T>;
  /** Set where a value is a built-in of one category. */
  readonly category?: Category;
  /** Used after an error, so that the rest is still checked. */
  readonly fallback: T;
}

export function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

export function integer(value: number, least: number, most: number): Reading<number> {
  if (isWhole(value, least, most)) return { value };
  const given = value.toLocaleString('en-US', { maximumFractionDigits: 20 });
  return { wrong: `takes whole numbers from ${least} to ${most.toLocaleString('en-US')}, and this is ${given}.` };
}

export function whole(least: number, most = maximalCount): Type<number> {
  return {
    symbols: [],
    fallback: Math.max(least, 1),
    read: (value) =>
      value.kind === 'number'
        ? integer(value.value, least, most)
        : { wrong: `takes a whole number, and this is ${describe(value)}.` },
  };
}

export function numbers(items: readonly Value[]): number[] | undefined {
  const values = items.map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  return values.some(Number.isNaN) ? undefined : values;
}

export function oneOf(...names: readonly string[]): Type<string> {
  return {
    symbols: names,
    fallback: names[0],
    read: (value) =>
      value.kind === 'symbol' && names.includes(value.name)
        ? { value: value.name }
        : { wrong: `takes ${names.join(' or ')}, and this is ${describe(value)}.` },
  };
}

/** Pieces and tensor expressions, which are placed where they are used. */
export function pieceOrTensor(wanted: string): Type<Value> {
  return {
    symbols: [],
    fallback: unknown,
    read: (value) =>
      value.kind === 'piece' || value.kind === 'tensor'
        ? { value }
        : { wrong: `takes ${wanted}, and this is ${describe(value)}.` },
  };
}

export const flag: Type<boolean> = {
  symbols: ['true', 'false'],
  fallback: false,
  read: (value) =>
    value.kind === 'symbol'
      ? { value: value.name === 'true' }
      : { wrong: `takes true or false, and this is ${describe(value)}.` },
};

export function real(accepts: (value: number) => boolean, wanted: string, fallback: number): Type<number> {
  return {
    symbols: [],
    fallback,
    read: (value) =>
      value.kind === 'number' && accepts(value.value)
        ? { value: value.value }
        : { wrong: `takes ${wanted}, and this is ${describe(value)}.` },
  };
}

export const anyNumber = real(Number.isFinite, 'a number', 1);

export function setting(category: Category, wanted: string): Type<Value> {
  return {
    symbols: [],
    category,
    fallback: unknown,
    read: (value) =>
      value.kind === 'setting' && value.builtin.category === category
        ? { value }
        : { wrong: `takes ${wanted} (${namesOf(category).join(', ')}), and this is ${describe(value)}.` },
  };
}
