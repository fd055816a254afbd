// Where a convolution is computed by Winograd's way (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
// 2015): tiles of tile x tile results from (tile+2)^2 products instead of 9*tile^2, at the price of workspace for what is
// multiplied. The decision stands in this room because it costs memory, which the plan must know.
import { type AdapterProfile, type Computation, type Extents, unknownAdapter } from '../program/index.js';

export interface WinogradSizes {
  /** Results of a tile along each side: 2 or 4. */
  readonly tile: 2 | 4;
  /** Places of a transformed tile: (tile+2)^2. */
  readonly points: number;
  /** Tiles down, and across, an image. */
  readonly down: number;
  readonly across: number;
  /** In all images. */
  readonly tiles: number;
  /** Where in the workspace the transformed source, weights and the products lie: bytes. */
  readonly source: Region;
  readonly weights: Region;
  readonly products: Region;
  /** Of all three. */
  readonly bytes: number;
}

export interface Region {
  readonly offset: number;
  readonly bytes: number;
}

/** WebGPU's own alignment of a binding's offset. */
const alignment = 256;
/** With fewer channels than this the transforms cost what the products save. */
const fewestChannels = 16;
/** Products a result at most, those beyond the image's edges included: half of what it takes directly. */
const mostProducts = 4.5;

/**
 * Undefined where the convolution is computed directly: always on adapters that are not software (nothing was measured
 * there), for windows other than 3x3 of stride 1, and where it would not pay.
 */
export function winogradOf(
  computation: Computation,
  adapter: AdapterProfile = unknownAdapter,
): WinogradSizes | undefined {
  if (computation.kind !== 'conv' && computation.kind !== 'conv-input-gradient') return undefined;
  const { geometry, groups } = computation;
  const { kernel, stride, dilation } = geometry.window;
  const plain = kernel.every((side) => side === 3) && [...stride, ...dilation].every((step) => step === 1);
  if (!plain || groups !== 1 || !adapter.software) return undefined;
  const [source, result] =
    computation.kind === 'conv' ? [geometry.input, geometry.output] : [geometry.output, geometry.input];
  if ([source[3], result[3]].some((channels) => channels < fewestChannels || channels % 4 !== 0)) return undefined;
  // Of equals the smaller tile, which rounds less.
  const [small, large] = [winogradSizes(source, result, 2), winogradSizes(source, result, 4)];
  const products = ({ points, tiles }: WinogradSizes) => (points * tiles) / (result[0] * result[1] * result[2]);
  const fewer = products(small) <= products(large) ? small : large;
  return products(fewer) <= mostProducts ? fewer : undefined;
}

/** The sizes of a convolution from `source` to `result` with tiles of this size. */
export function winogradSizes(source: Extents, result: Extents, tile: 2 | 4): WinogradSizes {
  const points = (tile + 2) ** 2;
  const down = Math.ceil(result[1] / tile);
  const across = Math.ceil(result[2] / tile);
  const tiles = result[0] * down * across;
  let end = 0;
  const region = (values: number): Region => {
    const offset = end;
    const bytes = 4 * points * values;
    end = Math.ceil((offset + bytes) / alignment) * alignment;
    return { offset, bytes };
  };
  const [transformed, weights, products] = [
    region(tiles * source[3]),
    region(source[3] * result[3]),
    region(tiles * result[3]),
  ];
  return { tile, points, down, across, tiles, source: transformed, weights, products, bytes: end };
}
