// The receptive field: which part of the input one unit of a tensor sees. Follows Distill's "Computing Receptive Fields
// of Convolutional Neural Networks" (Araujo, Norris, Sim, 2019): sizes grow by (k - 1)*d*stride, strides multiply.
import type { View } from '../../layers/rule.js';
import { ownPlace } from '../../layers/views.js';
import type { ReceptiveField } from '../analysis.js';

/** A pixel of the input sees itself. */
export const inputField: ReceptiveField = { size: [1, 1], stride: [1, 1], start: [0, 0] };

/** The field behind a layer that looks at a tensor with field `field`. */
export function look(field: ReceptiveField, view: View): ReceptiveField {
  if (view === ownPlace) return field;
  const { size, stride, start } = field;
  return {
    size: [size[0] + view.reach[0] * stride[0], size[1] + view.reach[1] * stride[1]],
    stride: [stride[0] * view.stride[0], stride[1] * view.stride[1]],
    start: [start[0] + view.offset[0] * stride[0], start[1] + view.offset[1] * stride[1]],
  };
}

/**
 * What a unit sees through several branches: the smallest part that holds all of their fields. `main` is the branch
 * whose grid the joined tensor has: one of 1x1xC, spread over the others' places, has none.
 */
export function joined(fields: readonly ReceptiveField[], main: number): ReceptiveField {
  const along = (axis: 0 | 1) => {
    const first = Math.min(...fields.map(({ size, start }) => start[axis] - (size[axis] - 1) / 2));
    const last = Math.max(...fields.map(({ size, start }) => start[axis] + (size[axis] - 1) / 2));
    return { size: last - first + 1, start: (first + last) / 2 };
  };
  const [vertical, horizontal] = [along(0), along(1)];
  return {
    size: [vertical.size, horizontal.size],
    stride: fields[main].stride,
    start: [vertical.start, horizontal.start],
  };
}

/** Whether neighbouring units, or the first ones, stand over different places of the input in two branches. */
export function misaligned(a: ReceptiveField, b: ReceptiveField): boolean {
  return [0, 1].some((axis) => a.stride[axis] !== b.stride[axis] || a.start[axis] !== b.start[axis]);
}
