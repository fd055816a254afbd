// The sizes that computations work on, and where their values come from: plain data, known before the first step.
import type { Pair, Window } from '../../model/index.js';

/** The images' sizes an instruction works on: [N, H, W, C]. */
export type Extents = readonly [batch: number, height: number, width: number, channels: number];

/** The window of a convolution or pooling with the extents it maps between. */
export interface WindowGeometry {
  readonly window: Window;
  readonly input: Extents;
  readonly output: Extents;
}

/**
 * Values [batch, places, channels] in `groups` of neighbouring channels. A normalisation takes its mean and variance
 * over the places and channels of each group of each batch entry: statistics are [batch, groups].
 */
export interface NormGroups {
  readonly batch: number;
  readonly places: number;
  readonly channels: number;
  readonly groups: number;
  /**
   * Places of an image, where the places are those of all images (batch normalisation). In a training step only the
   * places of images count, which come first: empty slots of a partial batch have no part in statistics or gradients.
   */
  readonly imagePlaces?: number;
}

/** The places that count in a step with so many empty slots. */
export function countedPlaces(
  { places, imagePlaces = 0 }: Pick<NormGroups, 'places' | 'imagePlaces'>,
  emptySlots = 0,
): number {
  return places - emptySlots * imagePlaces;
}

/** What turns the biased variance of so many values into the unbiased one; a single value has none. */
export function unbiasedFactor(values: number): number {
  return values / Math.max(1, values - 1);
}

/** Which value of `input` goes to [n, i, j, c] of `output`: [n, i*stride + offset, j*stride + offset, c + channel]. */
export interface Box {
  readonly input: Extents;
  readonly output: Extents;
  readonly stride: Pair;
  /** May be negative: places outside the input give 0. */
  readonly offset: Pair;
  /** The input channel of output channel 0; may be negative. */
  readonly channel: number;
}

/**
 * Images of the same values: every `block` x `block` pixels of `wide` are one pixel of `deep`, whose channel
 * c*block^2 + i*block + j is channel c of pixel (i, j) of the block (PyTorch's pixel_shuffle).
 */
export interface PixelBlocks {
  readonly block: number;
  readonly deep: Extents;
  readonly wide: Extents;
}

/** Whole factors between the sides of two images. `bilinear` is PyTorch's with align_corners=False. */
export interface Upsampling {
  readonly mode: 'nearest' | 'bilinear';
  readonly factor: Pair;
  readonly input: Extents;
  readonly output: Extents;
}

/** Response normalisation over `size` (odd) neighbours among the channels of [rows, channels]. */
export interface ResponseNorm {
  readonly rows: number;
  readonly channels: number;
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** Products of [batch, places, channels] and [batch, places, channels], or [batch, channels] where `spread`. */
export interface Product {
  readonly batch: number;
  readonly places: number;
  readonly channels: number;
  readonly spread: boolean;
}

/** Number of values of extents: their product, 1 where there are none. */
export function sizeOf(extents: readonly number[]): number {
  // An iterator would allocate, for each of the many tensors of a large network.
  let product = 1;
  for (let axis = 0; axis < extents.length; axis++) product *= extents[axis];
  return product;
}
