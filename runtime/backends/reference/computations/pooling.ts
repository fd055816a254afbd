// Maximum and average pooling. Both walk the windows tap by tap with the channels innermost.
import type { WindowGeometry } from '../../../ir/index.js';
import type { Compute } from './compute.js';

/** Visits every output pixel (as the index of its first value) with its window's corner in the input. */
function forEachWindow(
  { window, output }: WindowGeometry,
  visit: (at: number, image: number, top: number, left: number) => void,
): void {
  const [batch, height, width, channels] = output;
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        visit(at, n, y * window.stride[0] - window.padding.top, x * window.stride[1] - window.padding.left);
        at += channels;
      }
    }
  }
}

type VisitPixels = (image: number, top: number, left: number, visit: (at: number) => void) => void;

/** Visits the taps of one window that lie in the image, in row order, as the index of their first value. */
function pixelVisitor({ window, input }: WindowGeometry): VisitPixels {
  const [, height, width, channels] = input;
  return (image, top, left, visit) => {
    for (let ky = 0; ky < window.kernel[0]; ky++) {
      const y = top + ky * window.dilation[0];
      if (y < 0 || y >= height) continue;
      for (let kx = 0; kx < window.kernel[1]; kx++) {
        const x = left + kx * window.dilation[1];
        if (x >= 0 && x < width) visit(((image * height + y) * width + x) * channels);
      }
    }
  };
}

export const maxpool: Compute<'maxpool'> = ({ geometry }, [x], [y]) => {
  const channels = geometry.input[3];
  const forEachPixel = pixelVisitor(geometry);
  forEachWindow(geometry, (to, image, top, left) => {
    let first = true;
    forEachPixel(image, top, left, (from) => {
      for (let c = 0; c < channels; c++) {
        const value = x[from + c];
        // A NaN is the maximum, as in PyTorch: no comparison with it is true, so it stays.
        if (first || value > y[to + c] || Number.isNaN(value)) y[to + c] = value;
      }
      first = false;
    });
    if (first) y.fill(0, to, to + channels);
  });
};

/** A value was the maximum where it equals it; the first such tap of a window takes the gradient. */
export const maxpoolGradient: Compute<'maxpool-gradient'> = ({ geometry }, [x, y, dy], [dx], context) => {
  const channels = geometry.input[3];
  const taken = context.scratch(channels);
  dx.fill(0);
  const forEachPixel = pixelVisitor(geometry);
  forEachWindow(geometry, (to, image, top, left) => {
    taken.fill(0, 0, channels);
    forEachPixel(image, top, left, (from) => {
      for (let c = 0; c < channels; c++) {
        if (taken[c] === 0 && x[from + c] === y[to + c]) {
          taken[c] = 1;
          dx[from + c] += dy[to + c];
        }
      }
    });
  });
};

/** How many places a window's average is taken over: see `avgpool` in runtime/ir/computation.ts. */
function divisor({ window, input }: WindowGeometry, countPad: boolean, top: number, left: number): number {
  const { padding } = window;
  const along = (axis: 0 | 1, start: number, before: number, after: number): number => {
    let places = 0;
    for (let k = 0; k < window.kernel[axis]; k++) {
      const at = start + k * window.dilation[axis];
      if (countPad ? at >= -before && at < input[axis + 1] + after : at >= 0 && at < input[axis + 1]) places++;
    }
    return places;
  };
  return along(0, top, padding.top, padding.bottom) * along(1, left, padding.left, padding.right);
}

export const avgpool: Compute<'avgpool'> = ({ geometry, countPad }, [x], [y]) => {
  const channels = geometry.input[3];
  y.fill(0);
  const forEachPixel = pixelVisitor(geometry);
  forEachWindow(geometry, (to, image, top, left) => {
    const share = 1 / divisor(geometry, countPad, top, left);
    forEachPixel(image, top, left, (from) => {
      for (let c = 0; c < channels; c++) y[to + c] += x[from + c] * share;
    });
  });
};

export const avgpoolGradient: Compute<'avgpool-gradient'> = ({ geometry, countPad }, [dy], [dx]) => {
  const channels = geometry.input[3];
  dx.fill(0);
  const forEachPixel = pixelVisitor(geometry);
  forEachWindow(geometry, (to, image, top, left) => {
    const share = 1 / divisor(geometry, countPad, top, left);
    forEachPixel(image, top, left, (from) => {
      for (let c = 0; c < channels; c++) dx[from + c] += dy[to + c] * share;
    });
  });
};
