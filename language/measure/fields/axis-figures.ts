// The figures of a field along one axis: over the units that a tensor has, not those of the padding.
import { limits } from '../../limits.js';
import { type AxisField, type Interval, seesAll, unitAt, type Varied } from './axis-field.js';
import { breaksOver } from './step-function.js';

export interface AxisFigures {
  /** Pixels that the unit sees that sees most, and least; 0 where a unit sees none. */
  readonly largest: number;
  readonly smallest: number;
  /** The centre of the first unit's field. */
  readonly centre: number;
  /** Every unit sees the whole image. */
  readonly whole: boolean;
}

/** Of a tensor with `units` along the axis, on an image of `pixels`. */
export function axisFigures(field: AxisField, units: number, pixels: number): AxisFigures {
  if (field.kind === 'uncounted') return { largest: limits.field, smallest: limits.field, centre: 0, whole: false };
  if (field.kind === 'varied') return variedFigures(field, units, pixels);
  if (seesAll(field)) return { largest: pixels, smallest: pixels, centre: (pixels - 1) / 2, whole: true };
  const { first, last, advance } = field;
  const size = sizeOf(field);
  const whole = first + advance * (units - 1) <= 0 && last >= pixels - 1;
  return { largest: size, smallest: size, centre: centreOf(field), whole };
}

/**
 * The units, among the first `end` of a period, at which the interval may change: from one of them to the next, every
 * unit sees the same.
 */
export function changesOf({ near, far }: Pick<Varied, 'near' | 'far'>, end: number): number[] {
  const changes = new Set([0]);
  for (const f of near) for (const index of breaksOver(f, 0, end)) changes.add(index);
  // Mirrored: a step from b covers the units up to -b, so that the next one changes.
  for (const f of far) for (const index of breaksOver(f, 2 - end, 2)) changes.add(1 - index);
  return [...changes].sort((a, b) => a - b);
}

/** Pixels in an interval. */
export function sizeOf({ first, last }: Interval): number {
  return first > last ? 0 : last - first + 1;
}

function centreOf({ first, last }: Interval): number {
  return first > last ? 0 : (first + last) / 2;
}

/** All pixels are those of the image. */
function withinImage(interval: Interval, pixels: number): Interval {
  return interval.first === Number.NEGATIVE_INFINITY ? { first: 0, last: pixels - 1 } : interval;
}

function variedFigures(field: Varied, units: number, pixels: number): AxisFigures {
  const { period } = field;
  let [largest, smallest, whole] = [0, Number.POSITIVE_INFINITY, true];
  for (const index of changesOf(field, Math.min(units, period))) {
    const seen = (turn: number) => withinImage(unitAt(field, index + turn * period), pixels);
    const size = (turn: number) => sizeOf(seen(turn));
    const turns = Math.floor((units - 1 - index) / period);
    largest = Math.max(largest, size(0), size(turns));
    smallest = Math.min(smallest, leastOfConvex(size, turns));
    // With every turn both ends move to the right, or stay.
    whole &&= seen(turns).first <= 0 && seen(0).last >= pixels - 1;
  }
  return { largest, smallest, centre: centreOf(withinImage(unitAt(field, 0), pixels)), whole };
}

/** The least of f(0) to f(last), where f falls, then rises: the greatest of affine functions less the least of some. */
function leastOfConvex(f: (index: number) => number, last: number): number {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (f(middle + 1) < f(middle)) low = middle + 1;
    else high = middle;
  }
  return f(low);
}
