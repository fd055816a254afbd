// im2col: copies what a window sees into rows, one row of [kH, kW, depth] values for each output pixel, zeros in the
// padding, so that a convolution is a matrix product. Panels of a few pixels at a time fit the processor's cache.
import type { Extents, WindowGeometry } from '../../../../ir/index.js';
import type { Values } from '../../../cpu/index.js';

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

/** The patches of `count` output pixels from `pixel` on. */
export interface Panel {
  readonly geometry: WindowGeometry;
  readonly channels: Channels;
  readonly pixel: number;
  readonly count: number;
}

/** Copies patches of `x` into `values`. */
export function gather(panel: Panel, x: Values, values: Values): void {
  values.fill(0, 0, panel.count * patchSize(panel));
  forEachRun(panel, (inPanel, inInput, length) => {
    for (let i = 0; i < length; i++) values[inPanel + i] = x[inInput + i];
  });
}

/** Adds the patches in `values` to the places in `dx` that they were copied from. */
export function scatter(panel: Panel, values: Values, dx: Values): void {
  forEachRun(panel, (inPanel, inInput, length) => {
    for (let i = 0; i < length; i++) dx[inInput + i] += values[inPanel + i];
  });
}

function patchSize({ geometry: { window }, channels }: Panel): number {
  return window.kernel[0] * window.kernel[1] * channels.count;
}

/**
 * Visits the values of patches that lie in the image, in runs that are contiguous in the panel as in the input: the
 * row of a window where nothing parts its taps, else each tap by itself.
 */
function forEachRun(
  { geometry, channels, pixel, count }: Panel,
  visit: (inPanel: number, inInput: number, length: number) => void,
): void {
  const { window } = geometry;
  const [, height, width, inputChannels] = geometry.input;
  const [, outputHeight, outputWidth] = geometry.output;
  const [kernelHeight, kernelWidth] = window.kernel;
  const [strideY, strideX] = window.stride;
  const [dilationY, dilationX] = window.dilation;
  const { top: paddingTop, left: paddingLeft } = window.padding;
  const { first, count: depth } = channels;
  const contiguous = dilationX === 1 && depth === inputChannels;
  let inPanel = 0;
  for (let p = pixel; p < pixel + count; p++) {
    const row = Math.trunc(p / outputWidth);
    const image = Math.trunc(row / outputHeight);
    const left = (p - row * outputWidth) * strideX - paddingLeft;
    const top = (row - image * outputHeight) * strideY - paddingTop;
    const from = Math.max(0, -left);
    const to = Math.min(kernelWidth, width - left);
    for (let ky = 0; ky < kernelHeight; ky++) {
      const y = top + ky * dilationY;
      if (y >= 0 && y < height) {
        const line = (image * height + y) * width;
        if (contiguous) {
          if (from < to) visit(inPanel + from * depth, (line + left + from) * depth, (to - from) * depth);
        } else {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const x = left + kx * dilationX;
            if (x >= 0 && x < width) visit(inPanel + kx * depth, (line + x) * inputChannels + first, depth);
          }
        }
      }
      inPanel += kernelWidth * depth;
    }
  }
}
