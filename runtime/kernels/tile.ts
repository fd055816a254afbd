// The register tile that one thread computes: rows are pixels, columns the filters (or channels) side by side. Where a
// group's share of columns divides by 4 they are stored, loaded and multiplied as vec4f, else one by one. A tile never
// crosses a group.
//
// Every load and store in the text of a kernel costs software adapters time to compile, so tiles stay small.
import type { WindowGeometry } from '../program/index.js';
import type { StorageBuffer } from './kernel.js';

/** Columns in a tile at most. */
const widest = 8;

export interface Columns {
  /** Elements of the tile's row: vec4f where `fours`, else f32. */
  readonly count: number;
  readonly fours: boolean;
  /** Tiles in all groups together. */
  readonly tiles: number;
  readonly zero: string;
  /** Declares, for the tile `index % tiles` (u32): `group`, `column` (the first, over all groups) and `place` (within its group). */
  locate(index: string): string;
  /** Loads element `column` of the tile from a tensor whose element for the tile's first column is at `at`. */
  load(tensor: string, at: string, column: number): string;
  /** Stores what `value` gives for the element's index (WGSL, i32), if it is not beyond the group's last column. */
  store(tensor: string, at: string, column: number, value: (element: string) => string): string;
}

/** How `total` columns in `groups` groups are cut into tiles. */
export function columnsOf(total: number, groups: number): Columns {
  const inGroup = total / groups;
  const fours = inFours(inGroup);
  const width = fours ? 4 : 1;
  // As few tiles as can be, all of nearly the same width: 10 columns are two tiles of 5, not 8 and 2.
  const groupTiles = Math.ceil(inGroup / widest);
  const count = Math.ceil(inGroup / width / groupTiles);
  const whole = count * width * groupTiles === inGroup;
  return {
    count,
    fours,
    tiles: groups * groupTiles,
    zero: fours ? 'vec4f()' : '0.0f',
    locate: (index) => `  let tile = i32(${index} % ${groups * groupTiles});
  let group = tile / ${groupTiles};
  let place = tile % ${groupTiles} * ${count * width};
  let column = group * ${inGroup} + place;`,
    // Beyond a group's last column this loads what lies there; the result is never stored.
    load: (tensor, at, column) => (fours ? `${tensor}[((${at}) >> 2) + ${column}]` : `${tensor}[${at} + ${column}]`),
    store(tensor, at, column, value) {
      const element = fours ? `(${at} >> 2) + ${column}` : `${at} + ${column}`;
      const stored = `${tensor}[${element}] = ${value(element)};`;
      return whole ? `    ${stored}` : `    if (place + ${column * width} < ${inGroup}) { ${stored} }`;
    },
  };
}

/** Threads under which a GPU has too little to do. */
const fewThreads = 1024;

/** Rows of a tile for `pixels` in all: 8, or 4 where larger tiles would make few threads, as in the last layers. */
export function rowsOf(pixels: number, columns: Columns): number {
  const rows = Math.ceil(pixels / 8) * columns.tiles < fewThreads ? 4 : 8;
  return Math.min(rows, pixels);
}

export const inFours = (size: number): boolean => size % 4 === 0;

/** How a tensor of `size` values is declared, stored in fours or one by one. */
export function packed(fours: boolean, size: number): Pick<StorageBuffer, 'type' | 'size'> {
  return fours ? { type: 'vec4f', size: size / 4 } : { type: 'f32', size };
}

/** How two images of the same channels are stored: `groups` elements of `type` a pixel. */
export function channelsInFours({ input: from, output: to }: Pick<WindowGeometry, 'input' | 'output'>) {
  const { type, groups, size } = rowsInFours(from[0] * from[1] * from[2], from[3]);
  return { type, groups, xSize: size, ySize: to[0] * to[1] * to[2] * groups };
}

/** How a tensor [rows, channels] is stored: `groups` elements of `type` a row, `size` in all. */
export function rowsInFours(rows: number, channels: number) {
  const fours = inFours(channels);
  const type: StorageBuffer['type'] = fours ? 'vec4f' : 'f32';
  const groups = fours ? channels / 4 : channels;
  return { type, groups, size: rows * groups };
}
