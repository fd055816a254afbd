// The views of layers on their input, from which receptive fields are computed.
import { extent, type Pair, type Shape, type Window } from '../../model/index.js';
import type { View } from './rule.js';

/** Each unit sees the pixel at its own position only. */
export const ownPlace: View = { reach: [0, 0], stride: [1, 1], offset: [0, 0] };

function perAxis(measure: (axis: 0 | 1) => number): Pair {
  return [measure(0), measure(1)];
}

function before({ padding }: Window): Pair {
  return [padding.top, padding.left];
}

/** Through a sliding window. */
export function throughWindow(window: Window): View {
  const reach = perAxis((axis) => extent(window.kernel[axis], window.dilation[axis]) - 1);
  return { reach, stride: window.stride, offset: perAxis((axis) => reach[axis] / 2 - before(window)[axis]) };
}

/** Everything at once: one window as large as the tensor. */
export function whole({ height, width }: Shape): View {
  return { reach: [height - 1, width - 1], stride: [1, 1], offset: [(height - 1) / 2, (width - 1) / 2] };
}

/** The view of a transposed convolution: `stride` neighbouring outputs see the same input. */
export function transposed(window: Window): View {
  const reach = perAxis((axis) => extent(window.kernel[axis], window.dilation[axis]) - 1);
  return {
    reach: perAxis((axis) => Math.ceil((reach[axis] + 1) / window.stride[axis]) - 1),
    stride: perAxis((axis) => 1 / window.stride[axis]),
    offset: perAxis((axis) => (before(window)[axis] - reach[axis] / 2) / window.stride[axis]),
  };
}
