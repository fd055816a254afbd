// The padding of `pad=same_upper` and `same_lower`, by ONNX's rule for `auto_pad`; `same_upper` is TensorFlow's SAME.
// The output is ceil(input/stride), of a transposed convolution input*stride.
import {
  type AlignedPadding,
  type AutomaticPadding,
  extent,
  type Padding,
  type Pair,
  type Shape,
  type Window,
} from '../../../model/index.js';
import { type Axis, sideOf } from './geometry.js';

export type UnpaddedWindow = Pick<Window, 'kernel' | 'stride' | 'dilation'>;

export function isAligned(padding: Padding | AutomaticPadding): padding is AlignedPadding {
  return padding === 'same_upper' || padding === 'same_lower';
}

/** The padding with which a window has ceil(input/stride) positions. */
export function alignWindow(alignment: AlignedPadding, input: Shape, window: UnpaddedWindow): Padding {
  return divide(alignment, (axis) => {
    const size = sideOf(input, axis);
    const positions = Math.ceil(size / window.stride[axis]);
    return (positions - 1) * window.stride[axis] + extentOf(window, axis) - size;
  });
}

/**
 * The padding with which a transposed convolution multiplies its input by the stride; where the stride exceeds the
 * window, the rows and columns that are missing at the end, which no window reaches.
 */
export function alignTransposed(
  alignment: AlignedPadding,
  window: UnpaddedWindow,
): { readonly padding: Padding; readonly missing: Pair } {
  const surplus = (axis: Axis) => extentOf(window, axis) - window.stride[axis];
  const missing: Pair = [Math.max(0, -surplus(0)), Math.max(0, -surplus(1))];
  return { padding: divide(alignment, surplus), missing };
}

function extentOf({ kernel, dilation }: UnpaddedWindow, axis: Axis): number {
  return extent(kernel[axis], dilation[axis]);
}

/** Both sides get half of the pixels of an axis; an odd one goes to the end, with `same_lower` to the beginning. */
function divide(alignment: AlignedPadding, pixelsAlong: (axis: Axis) => number): Padding {
  const halves = ([0, 1] as const).map((axis) => {
    const pixels = Math.max(0, pixelsAlong(axis));
    const [less, more] = [Math.floor(pixels / 2), Math.ceil(pixels / 2)];
    return alignment === 'same_upper' ? { before: less, after: more } : { before: more, after: less };
  });
  const [vertical, horizontal] = halves;
  return { top: vertical.before, left: horizontal.before, bottom: vertical.after, right: horizontal.after };
}
