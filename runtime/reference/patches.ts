// What a convolution's window sees, copied into rows: pixel by pixel of the output, [kH, kW, depth] values each, zeros
// where the window hangs over the edge. With them a convolution is a product of matrices. Panels of a few pixels at a
// time keep the copies in the processor's cache.
import type { Extents, WindowGeometry } from '../program/index.js';
import type { Values } from './compute.js';

/** A part of the input's channels, as grouped convolutions read it. */
export interface Channels {
  readonly first: number;
  readonly count: number;
}

/** Values of a panel: 64 KiB of 32-bit numbers. */
const panelValues = 16_384;

/** Pixels of a panel of patches `patch` values long: a multiple of 4, as the product of matrices likes it. */
export function panelPixels(patch: number): number {
  return Math.max(4, Math.floor(panelValues / patch / 4) * 4);
}

/** Number of output pixels of a batch. */
export function pixelsOf([batch, height, width]: Extents): number {
  return batch * height * width;
}

/** Copies the patches of `count` output pixels from `pixel` on into `panel`. */
export function gather(
  geometry: WindowGeometry,
  channels: Channels,
  x: Values,
  pixel: number,
  count: number,
  panel: Values,
): void {
  const depth = channels.count;
  let at = 0;
  forEachTap(geometry, channels, pixel, count, (source) => {
    if (source < 0) for (let c = 0; c < depth; c++) panel[at++] = 0;
    else for (let c = 0; c < depth; c++) panel[at++] = x[source + c]!;
  });
}

/** Adds the patches of `count` output pixels from `pixel` on to the places in `dx` that they were copied from. */
export function scatter(
  geometry: WindowGeometry,
  channels: Channels,
  panel: Values,
  pixel: number,
  count: number,
  dx: Values,
): void {
  const depth = channels.count;
  let at = 0;
  forEachTap(geometry, channels, pixel, count, (target) => {
    if (target < 0) at += depth;
    else for (let c = 0; c < depth; c++) dx[target + c]! += panel[at++]!;
  });
}

/** Visits every tap of the windows of `count` output pixels in order, with its index in the input, -1 outside. */
function forEachTap(
  { window, input, output }: WindowGeometry,
  channels: Channels,
  pixel: number,
  count: number,
  visit: (index: number) => void,
): void {
  const [, height, width, inputChannels] = input;
  const [, outputHeight, outputWidth] = output;
  const [kernelHeight, kernelWidth] = window.kernel;
  for (let p = pixel; p < pixel + count; p++) {
    const left = (p % outputWidth) * window.stride[1] - window.padding.left;
    const row = Math.floor(p / outputWidth);
    const top = (row % outputHeight) * window.stride[0] - window.padding.top;
    const image = Math.floor(row / outputHeight) * height;
    for (let ky = 0; ky < kernelHeight; ky++) {
      const y = top + ky * window.dilation[0];
      const inside = y >= 0 && y < height;
      const start = (image + y) * width;
      for (let kx = 0; kx < kernelWidth; kx++) {
        const x = left + kx * window.dilation[1];
        visit(inside && x >= 0 && x < width ? (start + x) * inputChannels + channels.first : -1);
      }
    }
  }
}
