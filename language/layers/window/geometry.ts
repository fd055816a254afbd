// Where a sliding window lies on its input, along one axis; vertical is axis 0.
import { extent, type Shape, type Window } from '../../../model/index.js';

export type Axis = 0 | 1;

/** Height or width. */
export function sideOf({ height, width }: Shape, axis: Axis): number {
  return axis === 0 ? height : width;
}

/** Pixels of padding before and after the input. */
export function paddingAlong({ padding }: Window, axis: Axis): readonly [before: number, after: number] {
  return axis === 0 ? [padding.top, padding.bottom] : [padding.left, padding.right];
}

function paddingBefore({ padding }: Window, axis: Axis): number {
  return axis === 0 ? padding.top : padding.left;
}

/** Pixels from a window's first place to the last it could have; below 0 where it does not fit. */
function roomAlong(window: Window, axis: Axis, size: number): number {
  const { padding } = window;
  const padded = axis === 0 ? padding.top + padding.bottom : padding.left + padding.right;
  return size + padded - extentAlong(window, axis);
}

/** Pixels from the first to the last that a window looks at, dilation included. */
export function extentAlong({ kernel, dilation }: Window, axis: Axis): number {
  return extent(kernel[axis], dilation[axis]);
}

/** How many places a window has on an input of `size`; 0 where it does not fit. */
export function placesAlong(window: Window, axis: Axis, size: number): number {
  const stride = window.stride[axis];
  const room = roomAlong(window, axis, size);
  if (room < 0) return 0;
  if (!window.ceil) return Math.floor(room / stride) + 1;
  const rounded = Math.ceil(room / stride) + 1;
  // Caffe's clip, PyTorch's too: the last window must start inside the input or the padding before it.
  return (rounded - 1) * stride >= size + paddingBefore(window, axis) ? rounded - 1 : rounded;
}

/** Pixels that are left when windows a stride apart are laid on the padded input: 0 where they fit evenly. */
export function restAlong(window: Window, axis: Axis, size: number): number {
  return roomAlong(window, axis, size) % window.stride[axis];
}

/**
 * Rows or columns at the input's end that no window sees because sizes round down. Gaps between windows, as a 1x1 with
 * stride 2 leaves them, are no matter of rounding and do not count.
 */
export function unseenAlong(window: Window, axis: Axis, size: number): number {
  const stride = window.stride[axis];
  const reach = extentAlong(window, axis);
  if (stride === 1 || reach < stride) return 0;
  const places = placesAlong(window, axis, size);
  return places === 0 ? 0 : Math.max(0, size + paddingBefore(window, axis) - ((places - 1) * stride + reach));
}
