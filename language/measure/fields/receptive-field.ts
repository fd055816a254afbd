// The receptive field: which part of the input each unit of a tensor sees. Follows Distill's "Computing Receptive
// Fields of Convolutional Neural Networks" (Araujo, Norris, Sim, 2019) where all units see alike, and is exact for
// every unit where they don't.
import type { Layer, Pair, ReceptiveField, Shape } from '../../../model/index.js';
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
  const [vertical, horizontal] = field.axes;
  if (view === 'everything') {
    const { given, image } = sizes;
    const first = axisOverAll(vertical, given.height, image.height);
    const isSquare = vertical === horizontal && isSquareOn(given, image);
    const axes = [first, isSquare ? first : axisOverAll(horizontal, given.width, image.width)] as const;
    return withFigures(field, { axes, spacing: field.spacing }, sizes);
  }
  const first = axisThrough(vertical, view[0]);
  const isSquare = view[0] === view[1];
  const second = isSquare && vertical === horizontal ? first : axisThrough(horizontal, view[1]);
  const spacing = spacingThrough(field.spacing, view);
  if (first === vertical && second === horizontal && spacing === field.spacing && isSameSize(sizes)) return field;
  return withFigures(field, { axes: [first, second], spacing }, sizes);
}

/**
 * What the units of a layer see through its inputs together, given by their index among a network's instances. `main`
 * is the input whose grid the joined tensor has; one of 1x1xC beside larger ones is spread over all places.
 */
export function joinFields(
  inputs: readonly number[],
  instances: readonly { readonly layer: Layer; readonly field: UnitFields }[],
  main: number,
  sizes: Omit<Sizes, 'given'>,
): UnitFields {
  const { output } = sizes;
  const own = instances[inputs[main]].field;
  let [vertical, horizontal] = own.axes;
  for (const input of inputs) {
    const { field, layer } = instances[input];
    if (field === own) continue;
    const isSpread = isOnGrid(output) && !isOnGrid(layer.output);
    const [first, second] = field.axes;
    const isSquare = vertical === horizontal && first === second;
    vertical = joinAxes(vertical, isSpread ? axisOfFirst(first) : first);
    horizontal = isSquare ? vertical : joinAxes(horizontal, isSpread ? axisOfFirst(second) : second);
  }
  if (vertical === own.axes[0] && horizontal === own.axes[1]) return own;
  return withFigures(own, { axes: [vertical, horizontal], spacing: own.spacing }, sizes);
}

/** Whether a tensor has more places than one. */
export function isOnGrid({ height, width }: Shape): boolean {
  return height > 1 || width > 1;
}

/** Why a field cannot be counted; undefined where it is. */
export function findUncounted({ axes }: UnitFields): 'pixels' | 'units' | undefined {
  const [vertical, horizontal] = axes;
  if (vertical.kind === 'uncounted') return vertical.reason;
  return horizontal.kind === 'uncounted' ? horizontal.reason : undefined;
}

function isSquareOn(shape: Shape, image: Shape): boolean {
  return shape.height === shape.width && image.height === image.width;
}

function isSameSize({ given, output }: Sizes): boolean {
  return given.height === output.height && given.width === output.width;
}

function spacingThrough(
  spacing: UnitFields['spacing'],
  [vertical, horizontal]: readonly [AxisView, AxisView],
): UnitFields['spacing'] {
  if (vertical.step === vertical.per && horizontal.step === horizontal.per) return spacing;
  const first = scaled(spacing[0], vertical);
  const isSquare = vertical === horizontal && spacing[0] === spacing[1];
  return [first, isSquare ? first : scaled(spacing[1], horizontal)];
}

function scaled({ pixels, units }: Spacing, { step, per }: AxisView): Spacing {
  const divisor = greatestCommonDivisor(pixels * step, units * per);
  return {
    pixels: Math.min((pixels * step) / divisor, limits.field),
    units: Math.min((units * per) / divisor, limits.field),
  };
}

/** Large networks have many fields, and few that differ: equal objects of the field before are shared. */
function withFigures(
  before: UnitFields,
  { axes, spacing }: Pick<UnitFields, 'axes' | 'spacing'>,
  { output, image }: Omit<Sizes, 'given'>,
): UnitFields {
  const vertical = axisFigures(axes[0], output.height, image.height);
  const isSquare = axes[0] === axes[1] && isSquareOn(output, image);
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

function sharedPair(before: Pair, vertical: number, horizontal: number): Pair {
  return before[0] === vertical && before[1] === horizontal ? before : [vertical, horizontal];
}
