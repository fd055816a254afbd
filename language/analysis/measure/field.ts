// The receptive field: which part of the input one unit of a tensor sees. Follows Distill's "Computing Receptive Fields
// of Convolutional Neural Networks" (Araujo, Norris, Sim, 2019): sizes grow by (k - 1)*d*stride, strides multiply.
import { extent, type Shape, type Window } from '../../graph/index.js';
import type { View } from '../../layers/rule.js';
import type { ReceptiveField } from '../analysis.js';

/** A pixel of the input sees itself. */
export const inputField: ReceptiveField = { size: [1, 1], stride: [1, 1], start: [0, 0] };

/** The field behind a layer that looks at a tensor with field `field` and shape `shape`. */
export function look(field: ReceptiveField, shape: Shape, view: View): ReceptiveField {
  if (view === 'own place') return field;
  if (view === 'whole') return through(field, wholeWindow(shape));
  return through(field, view);
}

/** Looking at everything is looking through one window as large as the tensor. */
function wholeWindow({ height, width }: Shape): Window {
  const padding = { top: 0, left: 0, bottom: 0, right: 0 };
  return { kernel: [height, width], stride: [1, 1], dilation: [1, 1], padding, ceil: false };
}

function through({ size, stride, start }: ReceptiveField, window: Window): ReceptiveField {
  const before = [window.padding.top, window.padding.left];
  const reach = (axis: 0 | 1) => extent(window.kernel[axis], window.dilation[axis]) - 1;
  return {
    size: [size[0] + reach(0) * stride[0], size[1] + reach(1) * stride[1]],
    stride: [stride[0] * window.stride[0], stride[1] * window.stride[1]],
    start: [start[0] + (reach(0) / 2 - before[0]) * stride[0], start[1] + (reach(1) / 2 - before[1]) * stride[1]],
  };
}
