// The receptive field: which part of the input each unit of a tensor sees. Follows Distill's "Computing Receptive
// Fields of Convolutional Neural Networks" (Araujo, Norris, Sim, 2019) where all units see alike, and is exact for
// every unit where they don't.
import type { Pair, ReceptiveField, Shape } from '../../../model/index.js';
import type { AxisView, View } from '../../layers/views.js';
import { limits } from '../../limits.js';
import { type AxisField, axisOfFirst, axisOverAll, axisThrough, joinAxes, ownPixel } from './axis-field.js';
import { axisFigures } from './axis-figures.js';
import { greatestCommonDivisor } from './step-function.js';

/** The figures of a tensor's fields with what they are computed from. */
export interface UnitFields extends ReceptiveField {
  readonly axes: readonly [vertical: AxisField, horizontal: AxisField];
  /** The stride as a fraction: `pixels` in `units` units. */
  readonly spacing: readonly [vertical: Spacing, horizontal: Spacing];
}

interface Spacing {
  readonly pixels: number;
  readonly units: number;
}

const ownSpacing: Spacing = { pixels: 1, units: 1 };

/** The input's own field. */
export const inputField: UnitFields = {
  size: [1, 1],
  smallest: [1, 1],
  stride: [1, 1],
  start: [0, 0],
  whole: false,
  axes: [ownPixel, ownPixel],
  spacing: [ownSpacing, ownSpacing],
};

/** The sizes that a layer's field depends on. */
interface Sizes {
  readonly given: Shape;
  readonly output: Shape;
  /** The network's input. */
  readonly image: Shape;
}

/** The field behind a layer that sees a tensor with field `field`. */
export function fieldThrough(field: UnitFields, view: View, sizes: Sizes): UnitFields {
  if (view === 'own place') return field;
  const { given, image } = sizes;
  if (view === 'everything') {
    const isSquare = given.height === given.width && image.height === image.width;
    const axes = mapAxes(field.axes, isSquare, (axis, index) =>
      index === 0 ? axisOverAll(axis, given.height, image.height) : axisOverAll(axis, given.width, image.width),
    );
    return withFigures(field, { axes, spacing: field.spacing }, sizes);
  }
  const isSquare = view[0] === view[1];
  const axes = mapAxes(field.axes, isSquare, (axis, index) => axisThrough(axis, view[index]));
  const spacing = mapAxes(field.spacing, isSquare, (axis, index) => spacingThrough(axis, view[index]));
  return withFigures(field, { axes, spacing }, sizes);
}

/** A branch of a join; `spread`: it has one unit, which is used at every place. */
export interface Branch {
  readonly field: UnitFields;
  readonly spread: boolean;
}

/** What units see through several branches together. `main` is the branch whose grid the joined tensor has. */
export function joinFields(branches: readonly Branch[], main: number, sizes: Omit<Sizes, 'given'>): UnitFields {
  const own = branches[main].field;
  const joined = (index: 0 | 1) =>
    branches.reduce((axis, { field: { axes }, spread }) => {
      const other = axes[index];
      return joinAxes(axis, spread ? axisOfFirst(other) : other);
    }, own.axes[index]);
  const isSquare = branches.every(({ field: { axes } }) => axes[0] === axes[1]);
  const vertical = joined(0);
  const axes = [vertical, isSquare ? vertical : joined(1)] as const;
  return withFigures(own, { axes, spacing: own.spacing }, { ...sizes, given: sizes.output });
}

/** Why a field cannot be counted; undefined where it is. */
export function findUncounted({ axes }: UnitFields): 'pixels' | 'units' | undefined {
  const [vertical, horizontal] = axes;
  if (vertical.kind === 'uncounted') return vertical.reason;
  return horizontal.kind === 'uncounted' ? horizontal.reason : undefined;
}

/** Equal axes are mapped once. */
function mapAxes<T>(
  [vertical, horizontal]: readonly [T, T],
  isSquare: boolean,
  map: (axis: T, index: 0 | 1) => T,
): readonly [T, T] {
  const first = map(vertical, 0);
  return [first, isSquare && vertical === horizontal ? first : map(horizontal, 1)];
}

function spacingThrough(spacing: Spacing, { step, per }: AxisView): Spacing {
  if (step === per) return spacing;
  const [pixels, units] = [spacing.pixels * step, spacing.units * per];
  const divisor = greatestCommonDivisor(pixels, units);
  return { pixels: Math.min(pixels / divisor, limits.field), units: Math.min(units / divisor, limits.field) };
}

/** Large networks have many fields, and few that differ: equal objects of the field before are shared. */
function withFigures(
  before: UnitFields,
  { axes, spacing }: Pick<UnitFields, 'axes' | 'spacing'>,
  { given, output, image }: Sizes,
): UnitFields {
  const isAsBefore = isEqualPair(axes, before.axes) && isEqualPair(spacing, before.spacing);
  if (isAsBefore && given.height === output.height && given.width === output.width) return before;
  const vertical = axisFigures(axes[0], output.height, image.height);
  const isSquare = axes[0] === axes[1] && output.height === output.width && image.height === image.width;
  const horizontal = isSquare ? vertical : axisFigures(axes[1], output.width, image.width);
  const size = sharedPair(before.size, vertical.largest, horizontal.largest);
  return {
    size,
    smallest: sharedPair(size, vertical.smallest, horizontal.smallest),
    stride: sharedPair(before.stride, strideOf(spacing[0]), strideOf(spacing[1])),
    start: sharedPair(before.start, vertical.centre, horizontal.centre),
    whole: vertical.whole && horizontal.whole,
    axes,
    spacing,
  };
}

function strideOf({ pixels, units }: Spacing): number {
  return pixels / units;
}

function isEqualPair<T>(a: readonly [T, T], b: readonly [T, T]): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function sharedPair(before: Pair, vertical: number, horizontal: number): Pair {
  return before[0] === vertical && before[1] === horizontal ? before : [vertical, horizontal];
}
