// What a convolution and its input gradient have in common: windows that slide over a source, as plain numbers.
import { type ComputationOf, sizeOf, type WindowGeometry } from '../../../../ir/index.js';

type Pair = readonly [vertical: number, horizontal: number];

/**
 * result[y*resultStep + resultOffset] = sum over taps (i, j) and the group's channels of
 * source[y*stride + i*dilation + origin] * weights[tap(i, j)], in both directions alike. Outside the source are zeros.
 */
export interface SlidingWindow {
  readonly batch: number;
  /** Height, width and channels of a source image. */
  readonly source: readonly [number, number, number];
  /** Of a whole result image. */
  readonly result: readonly [number, number, number];
  /** Rows and columns of the result that this window computes. */
  readonly pixels: Pair;
  readonly resultOffset: Pair;
  readonly resultStep: Pair;
  readonly taps: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly origin: Pair;
  readonly groups: number;
  /** For each direction: the kernel's row or column that tap i reads is first + i*step. */
  readonly kernelTaps: readonly [TapOrder, TapOrder];
}

export interface TapOrder {
  readonly first: number;
  readonly step: number;
}

export function forwardWindow({ geometry, groups }: ComputationOf<'conv'>): SlidingWindow {
  const { window, input, output } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const inOrder = { first: 0, step: 1 };
  return flattened({
    batch: input[0],
    source: [input[1], input[2], input[3]],
    result: [output[1], output[2], output[3]],
    pixels: [output[1], output[2]],
    resultOffset: [0, 0],
    resultStep: [1, 1],
    taps: [kernel[0], kernel[1]],
    stride: [stride[0], stride[1]],
    dilation: [dilation[0], dilation[1]],
    origin: [-padding.top, -padding.left],
    groups,
    kernelTaps: [inOrder, inOrder],
  });
}

/**
 * One window over dy for each remainder of a pixel's place divided by the stride: the pixels of a remainder lie under
 * the same taps. Taps run backward, as dy's place falls where the kernel's grows.
 */
export function gradientWindows({ geometry, groups }: ComputationOf<'conv-input-gradient'>): SlidingWindow[] {
  const { window, input, output } = geometry;
  const rows = phasesOf(geometry, 0);
  const columns = phasesOf(geometry, 1);
  return rows.flatMap((row) =>
    columns.map((column) =>
      flattened({
        batch: input[0],
        source: [output[1], output[2], output[3]],
        result: [input[1], input[2], input[3]],
        pixels: [row.pixels, column.pixels],
        resultOffset: [row.offset, column.offset],
        resultStep: [window.stride[0], window.stride[1]],
        taps: [row.taps, column.taps],
        stride: [1, 1],
        dilation: [row.dilation, column.dilation],
        origin: [row.origin, column.origin],
        groups,
        kernelTaps: [row.order, column.order],
      }),
    ),
  );
}

interface Phase {
  readonly offset: number;
  readonly pixels: number;
  readonly taps: number;
  readonly dilation: number;
  readonly origin: number;
  readonly order: TapOrder;
}

function phasesOf({ window, input }: WindowGeometry, axis: 0 | 1): Phase[] {
  const extent = input[1 + axis];
  const stride = window.stride[axis];
  const dilation = window.dilation[axis];
  const padding = axis === 0 ? window.padding.top : window.padding.left;
  const phases: Phase[] = [];
  for (let offset = 0; offset < Math.min(stride, extent); offset++) {
    const taps: number[] = [];
    for (let tap = 0; tap < window.kernel[axis]; tap++) {
      if ((offset + padding - tap * dilation) % stride === 0) taps.push(tap);
    }
    const pixels = Math.ceil((extent - offset) / stride);
    const last = taps.at(-1) ?? 0;
    const step = taps.length > 1 ? taps[1] - taps[0] : 1;
    phases.push({
      offset,
      pixels,
      taps: taps.length,
      dilation: (step * dilation) / stride,
      origin: (offset + padding - last * dilation) / stride,
      order: { first: last, step: -step },
    });
  }
  return phases;
}

/** Pixels that each see themselves alone are one long row in each of so many "rows": longer rows make better tiles. */
function flattened(window: SlidingWindow): SlidingWindow {
  const { batch, source, result, taps, stride, origin, resultStep, pixels } = window;
  const isPointwise =
    sizeOf(taps) === 1 &&
    sizeOf(stride) === 1 &&
    sizeOf(resultStep) === 1 &&
    origin[0] === 0 &&
    origin[1] === 0 &&
    source[0] === pixels[0] &&
    source[1] === pixels[1];
  if (!isPointwise) return window;
  const width = source[0] * source[1];
  return {
    ...window,
    batch: 1,
    source: [batch, width, source[2]],
    result: [batch, width, result[2]],
    pixels: [batch, width],
  };
}
