// Upsampling by whole factors. Every value of the larger image is a mean of up to two neighbours along each axis; the
// gradient goes back to them with the same weights.
import type { Upsampling } from '../../../ir/index.js';
import type { Compute } from './compute.js';

/** Where a row or column of the larger image comes from. */
interface Source {
  readonly at: number;
  readonly weight: number;
}

/**
 * By place along an axis of the larger image. Bilinear as PyTorch's with align_corners=False
 * (`area_pixel_compute_source_index` in aten/src/ATen/native/UpSample.h): place o lies at (o + 1/2)/factor - 1/2, and
 * not before the first.
 */
function sourcesOf({ mode, factor, input, output }: Upsampling, axis: 0 | 1): Source[][] {
  const last = input[axis + 1] - 1;
  return Array.from({ length: output[axis + 1] }, (_, place) => {
    if (mode === 'nearest') return [{ at: Math.floor(place / factor[axis]), weight: 1 }];
    const position = Math.max(0, (place + 0.5) / factor[axis] - 0.5);
    const at = Math.floor(position);
    const weight = position - at;
    return [
      { at, weight: 1 - weight },
      { at: Math.min(at + 1, last), weight },
    ];
  });
}

/** Visits every pair of pixels that hang together, as the indices of their first values in both images. */
function forEachPair(upsampling: Upsampling, visit: (from: number, to: number, weight: number) => void): void {
  const [batch, height, width, channels] = upsampling.input;
  const rows = sourcesOf(upsampling, 0);
  const columns = sourcesOf(upsampling, 1);
  let to = 0;
  for (let n = 0; n < batch; n++) {
    for (const row of rows) {
      for (const column of columns) {
        for (const y of row) {
          for (const x of column) visit(((n * height + y.at) * width + x.at) * channels, to, y.weight * x.weight);
        }
        to += channels;
      }
    }
  }
}

export const upsample: Compute<'upsample'> = (upsampling, [x], [y]) => {
  const channels = upsampling.input[3];
  y.fill(0);
  forEachPair(upsampling, (from, to, weight) => {
    for (let c = 0; c < channels; c++) y[to + c] += weight * x[from + c];
  });
};

export const upsampleGradient: Compute<'upsample-gradient'> = (upsampling, [dy], [dx]) => {
  const channels = upsampling.input[3];
  dx.fill(0);
  forEachPair(upsampling, (from, to, weight) => {
    for (let c = 0; c < channels; c++) dx[from + c] += weight * dy[to + c];
  });
};
