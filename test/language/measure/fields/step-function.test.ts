// Step functions through any view, also those of layers to come (adaptive pooling, resizing by a fraction), against
// their definition.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AxisView } from '../../../../language/layers/views.js';
import {
  affine,
  haveEqualSlopes,
  leastOver,
  lesserOf,
  type StepFunction,
  seenThrough,
  valueAt,
} from '../../../../language/measure/fields/step-function.js';

const view: fc.Arbitrary<AxisView> = fc
  .record({
    step: fc.integer({ min: 1, max: 7 }),
    per: fc.integer({ min: 1, max: 7 }),
    from: fc.integer({ min: -9, max: 9 }),
    taps: fc.integer({ min: 1, max: 8 }),
    gap: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ taps, ...each }) => ({ ...each, to: each.from + (taps - 1) * each.gap }));

type Definition = (index: number) => number;

/** The least value over the inputs that the view names, each tried. */
function through(f: Definition, { step, per, from, to, gap }: AxisView): Definition {
  return (index) => {
    let least = Number.POSITIVE_INFINITY;
    for (let offset = from; offset <= to; offset += gap) {
      const input = (step * index + offset) / per;
      if (Number.isInteger(input)) least = Math.min(least, f(input));
    }
    return least;
  };
}

const chain = fc.array(view, { minLength: 1, maxLength: 3 });
const indices = Array.from({ length: 80 }, (_, index) => index - 40);

function follow(views: readonly AxisView[], first: StepFunction): [StepFunction, Definition] {
  let definition: Definition = (index) => valueAt(first, index);
  let f = first;
  for (const each of views) {
    const next = seenThrough(f, each);
    // Of these small views, too many steps come only from products of periods.
    fc.pre(next !== undefined);
    f = next!;
    definition = through(definition, each);
  }
  return [f, definition];
}

it('equal their definition at every index', () => {
  fc.assert(
    fc.property(chain, fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 4 }), (views, first, advance) => {
      const [f, definition] = follow(views, affine(first, advance));
      expect(indices.map((index) => valueAt(f, index))).toEqual(indices.map(definition));
    }),
    { numRuns: 3000, seed: 14 },
  );
});

it('have the least value of their definition over any interval', () => {
  fc.assert(
    fc.property(chain, fc.integer({ min: -30, max: 30 }), fc.nat(30), (views, from, length) => {
      const [f] = follow(views, affine(0, 2));
      const values = Array.from({ length: length + 1 }, (_, index) => valueAt(f, from + index));
      expect(leastOver(f, from, from + length)).toBe(Math.min(...values));
    }),
    { numRuns: 2000, seed: 14 },
  );
});

it('are lesser together at every index, in the shortest form', () => {
  fc.assert(
    fc.property(chain, chain, (first, second) => {
      const [[f], [g]] = [follow(first, affine(0, 3)), follow(second, affine(1, 3))];
      fc.pre(haveEqualSlopes(f, g));
      const lesser = lesserOf(f, g)!;
      expect(indices.map((index) => valueAt(lesser, index))).toEqual(
        indices.map((index) => Math.min(valueAt(f, index), valueAt(g, index))),
      );
      for (let period = 1; period < lesser.period; period++) {
        const advance = valueAt(lesser, period) - valueAt(lesser, 0);
        const isPeriod = indices.every((index) => valueAt(lesser, index + period) === valueAt(lesser, index) + advance);
        expect(isPeriod).toBe(false);
      }
    }),
    { numRuns: 500, seed: 14 },
  );
});
