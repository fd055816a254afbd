// Geometries that are computed in a way of their own, wherever kernels are planned or written.
import type { Window } from '../../model/index.js';
import type { WindowGeometry } from './extents.js';

const onePixel: Window = {
  kernel: [1, 1],
  stride: [1, 1],
  dilation: [1, 1],
  padding: { top: 0, left: 0, bottom: 0, right: 0 },
  ceil: false,
};

/** A fully connected layer as a 1x1 convolution over images of one pixel: the same values in the same places. */
export function onePixelGeometry(sizes: {
  readonly batch: number;
  readonly inputs: number;
  readonly units: number;
}): WindowGeometry {
  const { batch, inputs, units } = sizes;
  return { window: onePixel, input: [batch, 1, 1, inputs], output: [batch, 1, 1, units] };
}

/** Every channel has one filter of its own, and their number divides by 4: kernels then take four at a time. */
export function isDepthwise({ input, output }: WindowGeometry, groups: number): boolean {
  return groups === input[3] && groups === output[3] && groups % 4 === 0;
}

/** A pixel may lie under several windows, or between the taps of one. Of one window the stride says nothing. */
export function windowsOverlap({ window, output }: WindowGeometry): boolean {
  const { kernel, stride, dilation } = window;
  return ([0, 1] as const).some((axis) => dilation[axis] > 1 || (output[1 + axis] > 1 && kernel[axis] > stride[axis]));
}
