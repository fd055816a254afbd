// The receptive field: which part of the input one unit of a tensor sees. Follows Distill's "Computing Receptive Fields
// of Convolutional Neural Networks" (Araujo, Norris, Sim, 2019): sizes grow by (k - 1)*d*stride, strides multiply.
import type { Pair, ReceptiveField } from '../../model/index.js';
import type { View } from '../layers/rule.js';
import { ownPlace } from '../layers/views.js';
import { limits } from '../limits.js';

/** A pixel of the input sees itself. */
export const inputField: ReceptiveField = { size: [1, 1], stride: [1, 1], start: [0, 0] };

/** The field behind a layer that looks at a tensor with field `field`. */
export function fieldThrough(field: ReceptiveField, view: View): ReceptiveField {
  if (view === ownPlace) return field;
  const { size, stride, start } = field;
  const seen = {
    size: reusePair(size, size[0] + view.reach[0] * stride[0], size[1] + view.reach[1] * stride[1]),
    stride: reusePair(stride, stride[0] * view.stride[0], stride[1] * view.stride[1]),
    start: reusePair(start, start[0] + view.offset[0] * stride[0], start[1] + view.offset[1] * stride[1]),
  };
  return seen.size === size && seen.stride === stride && seen.start === start ? field : seen;
}

/** Without the bound, fields grow to Infinity after a thousand strides. */
function bound(figure: number): number {
  return Math.max(-limits.field, Math.min(limits.field, figure));
}

/** Whether a field reached the bound: its figures are not those of the network. */
export function isBeyondCounting({ size, stride }: ReceptiveField): boolean {
  return Math.max(...size, ...stride) >= limits.field;
}

/** The earlier pair where the numbers are equal: large networks have many fields, and few that differ. */
function reusePair(before: Pair, vertical: number, horizontal: number): Pair {
  return before[0] === vertical && before[1] === horizontal ? before : [bound(vertical), bound(horizontal)];
}

/**
 * What a unit sees through several branches, given by their index among a network's instances: the smallest part that
 * holds all of their fields. `main` is the branch whose grid the joined tensor has: one of 1x1xC, spread over the
 * others' places, has none.
 */
export function joinFields(
  branches: readonly number[],
  instances: readonly { readonly field: ReceptiveField }[],
  main: number,
): ReceptiveField {
  const own = instances[branches[main]].field;
  const { size, stride, start } = own;
  let [top, left] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [bottom, right] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const branch of branches) {
    const { field } = instances[branch];
    const [half, halfWidth] = [(field.size[0] - 1) / 2, (field.size[1] - 1) / 2];
    top = Math.min(top, field.start[0] - half);
    bottom = Math.max(bottom, field.start[0] + half);
    left = Math.min(left, field.start[1] - halfWidth);
    right = Math.max(right, field.start[1] + halfWidth);
  }
  const joint = {
    size: reusePair(size, bottom - top + 1, right - left + 1),
    stride,
    start: reusePair(start, (top + bottom) / 2, (left + right) / 2),
  };
  return joint.size === size && joint.start === start ? own : joint;
}

/** Whether the units of two branches see the input on different grids: another stride, or another first centre. */
export function areMisaligned(a: ReceptiveField, b: ReceptiveField): boolean {
  if (a === b) return false;
  return [0, 1].some((axis) => a.stride[axis] !== b.stride[axis] || a.start[axis] !== b.start[axis]);
}
