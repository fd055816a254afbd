// Schemas of untrusted data: what matches is copied with its declared fields only, anything else is `invalid`.
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  arrayOf,
  boolean,
  count,
  type Fields,
  finite,
  integerFrom,
  matchingItems,
  object,
  objectWithDefaults,
  oneOf,
  optional,
  parse,
  recordOf,
  type Schema,
  stringOf,
  text,
  variant,
  withDefault,
} from '../../model/schema.js';

describe('single values', () => {
  it.each<[string, Schema<unknown>, readonly unknown[], readonly unknown[]]>([
    ['boolean', boolean, [true, false], [1, 'true', undefined, null]],
    ['finite', finite, [0, -1.5, 1e300], [Number.NaN, Number.POSITIVE_INFINITY, '1', 1n]],
    ['count', count, [0, 7], [-1, 0.5, 2 ** 53, '7']],
    ['integer in a range', integerFrom(2, 3), [2, 3], [1, 4]],
    ['text', text, ['', 'a'], [1, 'a'.repeat(10_001)]],
    ['string with a pattern', stringOf(3, /^[a-z]+$/), ['abc'], ['abcd', 'A', '']],
    ['one of some words', oneOf('a', 'b'), ['a', 'b'], ['c', 0, undefined]],
    ['optional', optional(count), [undefined, 1], [null, -1]],
    ['array', arrayOf(count, 2), [[], [1, 2]], [[1, 2, 3], [-1], { length: 0 }]],
  ])('%s', (_, schema, matching, others) => {
    expect(matching.map((value) => parse(schema, value))).toEqual(matching);
    expect(others.map((value) => parse(schema, value))).toEqual(others.map(() => undefined));
  });
});

describe('an object', () => {
  interface Point {
    readonly x: number;
    readonly y?: number;
  }
  const point = object<Point>({ x: finite, y: optional(finite) });

  it('has its declared fields only', () => {
    expect(parse(point, { x: 1, html: '<script>' })).toEqual({ x: 1 });
  });

  it('has them itself', () => {
    expect(parse(point, Object.create({ x: 1 }))).toBeUndefined();
  });

  it('is no array and not null', () => {
    expect([null, [], [1]].map((value) => parse(point, value))).toEqual([undefined, undefined, undefined]);
  });

  it('needs a schema for every field', () => {
    expectTypeOf<Fields<Point>>().toEqualTypeOf<{
      readonly x: Schema<number>;
      readonly y: Schema<number | undefined>;
    }>();
  });

  it('with defaults is read from anything', () => {
    const settings = objectWithDefaults({ on: withDefault(boolean, true) });
    expect([undefined, 7, { on: 'no' }].map((value) => parse(settings, value))).toEqual(Array(3).fill({ on: true }));
    expect(parse(settings, { on: false })).toEqual({ on: false });
  });
});

describe('a discriminated union', () => {
  type Form = { readonly kind: 'circle'; readonly radius: number } | { readonly kind: 'dot' };
  const form = variant<Form, 'kind'>('kind', { circle: { radius: finite }, dot: {} });

  it('has the fields of its kind', () => {
    expect(parse(form, { kind: 'circle', radius: 2, side: 3 })).toEqual({ kind: 'circle', radius: 2 });
    expect(parse(form, { kind: 'dot', radius: 2 })).toEqual({ kind: 'dot' });
    expect(parse(form, { kind: 'circle' })).toBeUndefined();
  });

  it.each(['constructor', 'toString', '__proto__', 7, undefined])('has no kind %s', (kind) => {
    expect(parse(form, { kind })).toBeUndefined();
  });
});

describe('collections that leave out what does not match', () => {
  it('keep the other items', () => {
    expect(parse(matchingItems(text), ['a', 1, 'b'])).toEqual(['a', 'b']);
    expect(parse(matchingItems(text), 'a')).toEqual([]);
  });

  it('keep the other entries, within bounds', () => {
    const record = recordOf(count, { maxEntries: 3, maxKeyLength: 2 });
    expect(parse(record, { a: 1, b: -1, long: 2, c: 3 })).toEqual({ a: 1 });
    expect(parse(record, undefined)).toEqual({});
  });
});
