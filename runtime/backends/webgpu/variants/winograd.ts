// Where a convolution is computed by Winograd (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
// 2015): (tile+2)^2 products instead of 9*tile^2 for tile x tile results, for workspace. The planner asks, since it
// takes memory.

import type { Computation, ComputationOf, Extents, WindowGeometry } from '../../../ir/index.js';
import { type AdapterProfile, largestBufferOf, unknownGpu } from '../adapter-profile.js';
import { chooseWeightTile, type WeightTile } from './weight-tile.js';

/** How an image is laid out in tiles. */
interface Tiling {
  /** Results of a tile along each side: 2 or 4. */
  readonly tile: 2 | 4;
  /** Places of a transformed tile: (tile+2)^2. */
  readonly points: number;
  /** Tiles down, and across, an image. */
  readonly down: number;
  readonly across: number;
  /** In all images. */
  readonly tiles: number;
}

export interface WinogradSizes extends Tiling {
  /** Where in the workspace the transformed source, weights and the products lie: bytes. */
  readonly source: Region;
  readonly weights: Region;
  readonly products: Region;
  /** Of all three. */
  readonly bytes: number;
}

/** Of a weight gradient, the transpose of a convolution: its products sum over the tiles. */
export interface WinogradGradientSizes extends Tiling {
  /**
   * The matrix product of each point, as a weight gradient of its own: which pixels the tiles are, and how it is cut
   * up.
   */
  readonly matrix: WindowGeometry;
  readonly product: WeightTile;
  /** Where in the workspace the transformed source, the transformed gradient and the pieces' sums lie. */
  readonly source: Region;
  readonly gradient: Region;
  readonly products: Region;
  /** Of all three. */
  readonly bytes: number;
}

export interface Region {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Values left free between what two points have in a region: a cache line. A transform touches all points at once,
 * and at distances that are powers of two they would drive each other out of the few places a cache has for them.
 */
export const gap = 16;
/** WebGPU's own alignment of a binding's offset. */
const alignment = 256;
/** With fewer channels than this the transforms cost what the products save. */
const fewestChannels = 16;
/** Likewise of a weight gradient, whose transforms serve one product and not two. */
const fewestGradientChannels = 32;
/** Products a result at most, those beyond the image's edges included: half of what it takes directly. */
const mostProducts = 4.5;

/**
 * Undefined where the convolution is computed directly: always on adapters that are not software (nothing was measured
 * there), for windows other than 3x3 of stride 1, and where it would not pay.
 */
export function planWinograd(
  computation: Computation,
  adapter: AdapterProfile = unknownGpu,
): WinogradSizes | undefined {
  if (computation.kind !== 'conv' && computation.kind !== 'conv-input-gradient') return undefined;
  const { input, output } = computation.geometry;
  const [source, result] = computation.kind === 'conv' ? [input, output] : [output, input];
  const tile = chooseTile(computation, result, fewestChannels, adapter);
  return tile && fitting(winogradSizes(source, result, tile), adapter);
}

/** The same for a weight gradient, whose results are tiled as those of its convolution are. */
export function planWinogradGradient(
  computation: Computation,
  adapter: AdapterProfile = unknownGpu,
): WinogradGradientSizes | undefined {
  if (computation.kind !== 'conv-weight-gradient') return undefined;
  const { input, output } = computation.geometry;
  const tile = chooseTile(computation, output, fewestGradientChannels, adapter);
  if (!tile) return undefined;
  const tiling = tileImage(output, tile);
  const { points, tiles } = tiling;
  const matrix = gemmGeometry(tiles, input[3], output[3]);
  const product = chooseWeightTile(matrix, 1, adapter, { times: points });
  const sums = product.pieces * input[3] * output[3];
  const [[source, gradient, products], bytes] = layOutRegions(points, [tiles * input[3], tiles * output[3], sums]);
  return fitting({ ...tiling, matrix, product, source, gradient, products, bytes }, adapter);
}

/** Undefined where the workspace is larger than a kernel may see: directly it needs none. */
function fitting<Sizes extends { readonly bytes: number }>(sizes: Sizes, adapter: AdapterProfile): Sizes | undefined {
  return sizes.bytes <= largestBufferOf(adapter) ? sizes : undefined;
}

/**
 * A product of matrices, [depth, rows] turned and [depth, columns], as the gradient of the weights of a 1x1
 * convolution: its sums go over the pixels.
 */
export function gemmGeometry(depth: number, rows: number, columns: number): WindowGeometry {
  const padding = { top: 0, left: 0, bottom: 0, right: 0 };
  return {
    window: { kernel: [1, 1], stride: [1, 1], dilation: [1, 1], padding, ceil: false },
    input: [1, 1, depth, rows],
    output: [1, 1, depth, columns],
  };
}

/** The side of the tiles of the computation's results, undefined where it is computed directly. */
function chooseTile(
  { geometry, groups }: ComputationOf<'conv' | 'conv-input-gradient' | 'conv-weight-gradient'>,
  result: Extents,
  fewest: number,
  { software, winograd: largest = 4 }: AdapterProfile,
): 2 | 4 | undefined {
  const { kernel, stride, dilation } = geometry.window;
  const plain = kernel.every((side) => side === 3) && [...stride, ...dilation].every((step) => step === 1);
  if (!plain || groups !== 1 || !software || largest === 0) return undefined;
  if ([geometry.input[3], geometry.output[3]].some((channels) => channels < fewest || channels % 4 !== 0))
    return undefined;
  const products = (tile: 2 | 4) => {
    const { points, tiles } = tileImage(result, tile);
    return (points * tiles) / (result[0] * result[1] * result[2]);
  };
  // Of equals the smaller tile, which rounds less.
  const fewer = largest === 2 || products(2) <= products(4) ? 2 : 4;
  return products(fewer) <= mostProducts ? fewer : undefined;
}

function tileImage(result: Extents, tile: 2 | 4): Tiling {
  const down = Math.ceil(result[1] / tile);
  const across = Math.ceil(result[2] / tile);
  return { tile, points: (tile + 2) ** 2, down, across, tiles: result[0] * down * across };
}

/** The sizes of a convolution from `source` to `result` with tiles of this size. */
export function winogradSizes(source: Extents, result: Extents, tile: 2 | 4): WinogradSizes {
  const tiling = tileImage(result, tile);
  const { points, tiles } = tiling;
  const values = [tiles * source[3], source[3] * result[3], tiles * result[3]] as const;
  const [[transformed, weights, products], bytes] = layOutRegions(points, values);
  return { ...tiling, source: transformed, weights, products, bytes };
}

/** Regions one after the other, of so many values for each point; and where the last one ends. */
function layOutRegions(
  points: number,
  [first, second, third]: readonly [number, number, number],
): readonly [readonly [Region, Region, Region], number] {
  let end = 0;
  const region = (values: number): Region => {
    const offset = end;
    const bytes = 4 * points * (values + gap);
    end = Math.ceil((offset + bytes) / alignment) * alignment;
    return { offset, bytes };
  };
  return [[region(first), region(second), region(third)], end];
}
