// Shapes, paddings and windows.

/** Two numbers, the vertical one first: `3x5` is 3 rows high and 5 columns wide. */
export type Pair = readonly [vertical: number, horizontal: number];

/** What flows between layers: height x width x channels, as the language writes it (`28x28x1`). */
export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Pixels of zeros added on each side. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/**
 * Padding by a rule. `same`: the textbook's (F - 1)/2 on each side. `same_upper`, `same_lower`: ONNX's names for as
 * much as makes the output ceil(input/stride), an odd pixel at the end or at the beginning.
 */
export type AutomaticPadding = 'same' | AlignedPadding;
export type AlignedPadding = 'same_upper' | 'same_lower';

/** A sliding window, everything resolved to numbers (`pad=same` has become pixels). */
export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: Padding;
  /** Caffe's rounding: the last window may start inside the padded input and hang over its edge. */
  readonly ceil: boolean;
}

/** Number of values in a tensor of this shape: H*W*C. */
export function elements(shape: Shape): number {
  return shape.height * shape.width * shape.channels;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.height === b.height && a.width === b.width && a.channels === b.channels;
}

/** `28x28x6`, and `120` for a vector: the way inlays and messages write a shape. */
export function formatShape(shape: Shape): string {
  const { height, width, channels } = shape;
  return height === 1 && width === 1 ? `${channels}` : `${height}x${width}x${channels}`;
}

/** `28x28x1`, also `1x1x120`: the way a file writes the size of an image. */
export function formatSize({ height, width, channels }: Shape): string {
  return `${height}x${width}x${channels}`;
}

/** Extent of a dilated window: d*(k - 1) + 1. */
export function extent(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}
