// The positions of a sliding window on its input, along one axis; axis 0 is vertical.
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

/** Pixels that a window can move along the padded input; below 0 where it is larger. */
function roomAlong(window: Window, axis: Axis, size: number): number {
  const { padding } = window;
  const padded = axis === 0 ? padding.top + padding.bottom : padding.left + padding.right;
  return size + padded - extentAlong(window, axis);
}

/** The side of a window, dilation included. */
export function extentAlong({ kernel, dilation }: Window, axis: Axis): number {
  return extent(kernel[axis], dilation[axis]);
}

/**
 * How many positions a window has on an input of `size`; 0 where it does not fit. PyTorch's rule
 * (pooling_output_shape), Caffe's too: with `ceil` the division rounds up, so that a window up to a stride larger than
 * the padded input still has one position, and the last window must start inside the input or the padding before it.
 */
export function positionsAlong(window: Window, axis: Axis, size: number): number {
  const stride = window.stride[axis];
  const room = roomAlong(window, axis, size);
  if (!window.ceil) return room < 0 ? 0 : Math.floor(room / stride) + 1;
  const rounded = Math.ceil(room / stride) + 1;
  const positions = (rounded - 1) * stride >= size + paddingBefore(window, axis) ? rounded - 1 : rounded;
  return Math.max(0, positions);
}

/** Whether every window has a tap on the image, and not on padding alone; its padding is at most its side. */
export function seesImage(window: Window, axis: Axis, size: number): boolean {
  const [stride, step, before] = [window.stride[axis], window.dilation[axis], paddingBefore(window, axis)];
  if (step <= size) return true;
  for (let start = -before; start < 0; start += stride) {
    // The first tap that does not lie before the image.
    if (start + Math.ceil(-start / step) * step >= size) return false;
  }
  return true;
}

/** The remainder of the padded input behind the last window: 0 where the stride fits evenly. */
export function restAlong(window: Window, axis: Axis, size: number): number {
  return roomAlong(window, axis, size) % window.stride[axis];
}

/**
 * Rows or columns at the input's end that no window sees because sizes round down. Gaps between windows, as of a 1x1
 * with stride 2, have another cause and do not count.
 */
export function unseenAlong(window: Window, axis: Axis, size: number): number {
  const stride = window.stride[axis];
  const reach = extentAlong(window, axis);
  if (stride === 1 || reach < stride) return 0;
  const positions = positionsAlong(window, axis, size);
  return positions === 0 ? 0 : Math.max(0, size + paddingBefore(window, axis) - ((positions - 1) * stride + reach));
}
