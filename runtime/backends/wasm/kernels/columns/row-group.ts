// How a matrix [rows, channels] is cut so that its channels fill whole vectors: rows in groups, vectors in tiles.
import { lanes, valueBytes, vectorBytes } from '../kernel.js';

/** Rows that together fill whole vectors, and are treated like one row of so many vectors; or one row by itself. */
export interface RowGroup {
  readonly channels: number;
  readonly rows: number;
  readonly vectors: number;
  /** From a row group to the next. */
  readonly bytes: number;
  /** Vectors after which the channels repeat: one row where they are in fours. */
  readonly period: number;
  /** Together all vectors in order. */
  readonly tiles: readonly Tiles[];
}

/** Neighbouring tiles of one size: the vectors that are in registers at once. */
export interface Tiles {
  /** Vectors before the first tile. */
  readonly first: number;
  readonly count: number;
  /** Vectors in a tile. */
  readonly size: number;
  /** Values of the tile's last vector that exist. Default: all. */
  readonly lastLanes?: number;
}

/** A row group with tiles of `most` vectors at most, and nearly as many if there are so many. */
export function rowGroupOf(channels: number, most: number): RowGroup {
  const period = channels / commonFactorWithLanes(channels);
  const copies = Math.max(1, Math.floor(most / period));
  const vectors = copies * period;
  const rows = (vectors * lanes) / channels;
  return { channels, rows, vectors, bytes: vectors * vectorBytes, period, tiles: tilesOf(vectors, most) };
}

/** One row, whose last vector may not be whole: for what must not mix the channels of two rows in a vector. */
export function singleRowOf(channels: number, most: number): RowGroup {
  const whole = Math.floor(channels / lanes);
  const lastLanes = channels % lanes;
  const last = { first: whole, count: 1, size: 1, lastLanes };
  const vectors = Math.ceil(channels / lanes);
  const tiles = [...(whole > 0 ? tilesOf(whole, most) : []), ...(lastLanes > 0 ? [last] : [])];
  return { channels, rows: 1, vectors, bytes: channels * valueBytes, period: vectors, tiles };
}

function commonFactorWithLanes(channels: number): number {
  if (channels % 4 === 0) return 4;
  return channels % 2 === 0 ? 2 : 1;
}

/** As few as can be, and none more than one vector larger than another. */
function tilesOf(vectors: number, most: number): Tiles[] {
  const count = Math.ceil(vectors / most);
  const size = Math.floor(vectors / count);
  const larger = vectors % count;
  const tiles = [
    { first: 0, count: larger, size: size + 1 },
    { first: larger * (size + 1), count: count - larger, size },
  ];
  return tiles.filter(({ count }) => count > 0);
}

/** Bytes of a value for each channel, in whole vectors. */
export function channelBytes(channels: number): number {
  return Math.ceil(channels / lanes) * vectorBytes;
}

/** Bytes of a value for each column of one period; one vector more may be written. */
export function periodBytes({ period }: RowGroup): number {
  return (period + 1) * vectorBytes;
}

/** Bytes of a row of the matrix. */
export function rowBytes({ channels }: RowGroup): number {
  return channels * valueBytes;
}
