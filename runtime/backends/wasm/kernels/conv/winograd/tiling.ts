// How Winograd's convolutions cut images into tiles, and how much memory blocks of tiles take.
import { valueBytes, vectorBytes } from '../../kernel.js';
import { packedStep, panelsOf } from '../../product/tile.js';
import type { SlidingWindow } from '../sliding.js';
import { points } from './transforms.js';

/** Products of a tile and two channels: one for each pair of points. */
export const frequencies = points * points;

export interface Tiling {
  /** Taps of a window in each direction. */
  readonly taps: number;
  /** Results of a tile in each direction. */
  readonly results: number;
  /** Tiles in a row of tiles of an image. */
  readonly across: number;
  /** Rows of tiles of an image. */
  readonly down: number;
  /** Rows of tiles of all images. */
  readonly tileRows: number;
  /** Rows of tiles that a block takes. */
  readonly rowsOfBlock: number;
  readonly tilesOfBlock: number;
  readonly blocks: number;
}

/** Tiles of a block, about: what a block needs then stays in an L2 cache. */
const blockTiles = 32;

/** Blocks that there are at least, if rows of tiles allow it: work for a few threads. */
const fewestBlocks = 8;

export function canTile({ groups, taps, stride, dilation, resultStep, source, result }: SlidingWindow): boolean {
  const isUnit = [...stride, ...dilation, ...resultStep].every((step) => step === 1);
  return groups === 1 && isUnit && taps[0] === taps[1] && taps[0] >= 2 && taps[0] <= 5 && source[2] * result[2] > 0;
}

export function tilingOf({ batch, pixels, taps }: SlidingWindow): Tiling {
  const results = points + 1 - taps[0];
  const across = Math.ceil(pixels[1] / results);
  const down = Math.ceil(pixels[0] / results);
  const tileRows = batch * down;
  const fitting = Math.max(1, Math.min(Math.round(blockTiles / across), Math.ceil(tileRows / fewestBlocks)));
  const blocks = Math.ceil(tileRows / fitting);
  const rowsOfBlock = Math.ceil(tileRows / blocks);
  const tilesOfBlock = rowsOfBlock * across;
  return { taps: taps[0], results, across, down, tileRows, rowsOfBlock, tilesOfBlock, blocks };
}

/** Bytes of a row of so many channels, in whole vectors. */
export function rowBytesOf(channels: number): number {
  return Math.ceil(channels / 4) * vectorBytes;
}

/**
 * Bytes from one frequency to the next: an odd number of cache lines, since a transform touches all frequencies at
 * once, and at distances that are powers of two they drive each other out of the cache.
 */
export function frequencyStride(bytes: number): number {
  const line = 64;
  const lines = Math.ceil(bytes / line);
  return (lines + ((lines + 1) % 2)) * line;
}

/** Of the transformed weights [frequency][panel][k][8], k being a channel of the source. */
export function weightSizes({ source, result }: SlidingWindow) {
  const panels = panelsOf(result[2]);
  const panelBytes = source[2] * packedStep;
  const stride = frequencyStride(panels.count * panelBytes);
  return { panels, panelBytes, stride, bytes: frequencies * stride };
}

/** Of rows of tiles with their halo, one row at a time. */
export function haloSizes({ results, across }: Tiling, channels: number, halo: number) {
  const columns = across * results + halo;
  const rowBytes = columns * channels * valueBytes;
  // What is copied is followed by up to three more values.
  const bytes = Math.ceil(((results + halo) * rowBytes + vectorBytes) / 64) * 64;
  return { columns, rowBytes, bytes };
}
