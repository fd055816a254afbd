// The receptive field: which part of the input one unit of a tensor sees. Follows Distill's "Computing Receptive Fields
// of Convolutional Neural Networks" (Araujo, Norris, Sim, 2019): sizes grow by (k - 1)*d*stride, strides multiply.
import type { Pair } from '../../graph/index.js';
import type { View } from '../../layers/rule.js';
import { ownPlace } from '../../layers/views.js';
import type { ReceptiveField } from '../analysis.js';

/** A pixel of the input sees itself. */
export const inputField: ReceptiveField = { size: [1, 1], stride: [1, 1], start: [0, 0] };

/** The field behind a layer that looks at a tensor with field `field`. */
export function look(field: ReceptiveField, view: View): ReceptiveField {
  if (view === ownPlace) return field;
  const { size, stride, start } = field;
  const seen = {
    size: along(size, size[0] + view.reach[0] * stride[0], size[1] + view.reach[1] * stride[1]),
    stride: along(stride, stride[0] * view.stride[0], stride[1] * view.stride[1]),
    start: along(start, start[0] + view.offset[0] * stride[0], start[1] + view.offset[1] * stride[1]),
  };
  return seen.size === size && seen.stride === stride && seen.start === start ? field : seen;
}

/** A pair, or the one before where it is the same: layers have many fields, and in a large network few that differ. */
function along(before: Pair, vertical: number, horizontal: number): Pair {
  return before[0] === vertical && before[1] === horizontal ? before : [vertical, horizontal];
}

/**
 * What a unit sees through several branches: the smallest part that holds all of their fields. `main` is the branch
 * whose grid the joined tensor has: one of 1x1xC, spread over the others' places, has none.
 */
export function joined(fields: readonly ReceptiveField[], main: number): ReceptiveField {
  const { size, stride, start } = fields[main];
  const [top, bottom] = span(fields, 0);
  const [left, right] = span(fields, 1);
  const joint = {
    size: along(size, bottom - top + 1, right - left + 1),
    stride,
    start: along(start, (top + bottom) / 2, (left + right) / 2),
  };
  return joint.size === size && joint.start === start ? fields[main] : joint;
}

/** The first and the last place of the input that any of the fields holds, on one axis. */
function span(fields: readonly ReceptiveField[], axis: 0 | 1): Pair {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { size, start } of fields) {
    const half = (size[axis] - 1) / 2;
    first = Math.min(first, start[axis] - half);
    last = Math.max(last, start[axis] + half);
  }
  return [first, last];
}

/** Whether neighbouring units, or the first ones, stand over different places of the input in two branches. */
export function misaligned(a: ReceptiveField, b: ReceptiveField): boolean {
  return [0, 1].some((axis) => a.stride[axis] !== b.stride[axis] || a.start[axis] !== b.start[axis]);
}
