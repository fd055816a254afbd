// The micro-kernel of all matrix products: a tile of the result in registers,
//   tile[r][c] += sum over k of left[r][k] * right[k][c],
// with one value of the left operand splat at a time, and vectors of the right one. K is not unrolled: Node 20's
// compiler then hoists loads and spills (measured: half the speed).
import { f32x4, type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { type StageContext, valueBytes, vectorBytes } from '../kernel.js';

/** Accumulators by row, then by vector of four columns. */
export type Tile = readonly (readonly Local<'v128'>[])[];

export interface TileSize {
  readonly rows: number;
  /** Vectors of four columns. */
  readonly vectors: number;
}

export function createTile({ f }: StageContext, { rows, vectors }: TileSize): Tile {
  return Array.from({ length: rows }, () => Array.from({ length: vectors }, () => f.local('v128')));
}

export interface Run {
  /** The address of left[0][0]; it is at the end of the run afterwards. */
  readonly left: Local<'i32'>;
  /** Bytes between two rows of the left operand. */
  readonly leftRowBytes: number;
  /** Bytes between two k of the left operand. */
  readonly leftStep: number;
  /** The address of right[0][0]; it is at the end of the run afterwards. */
  readonly right: Local<'i32'>;
  /** Bytes between two k of the right operand. */
  readonly rightStep: number;
  /** Products of each sum. */
  readonly count: I32;
}

/** Adds a run of products to the tile. */
export function emitRun({ f, arithmetic }: StageContext, tile: Tile, run: Run): void {
  const { left, leftRowBytes, leftStep, right, rightStep, count } = run;
  const end = f.local('i32', i32.add(right, i32.mul(count, rightStep)));
  const columns = tile[0].map(() => f.local('v128'));
  f.doWhile(
    () => i32.ne(right, end),
    () => {
      columns.forEach((column, vector) => {
        f.set(column, v128.load(right, vector * vectorBytes));
      });
      tile.forEach((row, index) => {
        const value = f.local('v128', v128.load32Splat(left, index * leftRowBytes));
        row.forEach((sum, vector) => {
          f.set(sum, arithmetic.madd(value, columns[vector], sum));
        });
      });
      f.increase(left, leftStep);
      f.increase(right, rightStep);
    },
  );
}

export function clearTile({ f }: StageContext, tile: Tile): void {
  for (const sum of tile.flat()) f.set(sum, f32x4.constSplat(0));
}

/** Loads over the end of the columns, where they do not fill the vectors. */
export function loadTile({ f }: StageContext, tile: Tile, address: I32, rowBytes: number): void {
  tile.forEach((row, index) => {
    row.forEach((sum, vector) => {
      f.set(sum, v128.load(address, index * rowBytes + vector * vectorBytes));
    });
  });
}

/** Stores the first `columns` of each row. */
export function storeTile(
  { f }: StageContext,
  tile: Tile,
  { address, rowBytes, columns }: { readonly address: I32; readonly rowBytes: number; readonly columns: number },
): void {
  tile.forEach((row, index) => {
    row.forEach((sum, vector) => {
      f.storeLanes(address, sum, lanesOf(columns, vector), index * rowBytes + vector * vectorBytes);
    });
  });
}

/** Columns that a vector of a panel holds. */
export function lanesOf(columns: number, vector: number): number {
  return Math.min(4, columns - 4 * vector);
}

/** Parts of `count` rows, all equal but for one row: rows of the first parts, and of the others. */
export interface RowSplit {
  readonly larger: { readonly count: number; readonly rows: number };
  readonly smaller: { readonly count: number; readonly rows: number };
}

/** As few tiles of at most `most` rows as there can be: equal ones keep all of them fast. */
export function splitRows(count: number, most: number): RowSplit {
  const tiles = Math.ceil(count / most);
  const rows = Math.floor(count / tiles);
  const larger = count - rows * tiles;
  return { larger: { count: larger, rows: rows + 1 }, smaller: { count: tiles - larger, rows } };
}

/** Columns in panels of eight, whose last may be narrower. */
export interface Panels {
  /** Panels of eight columns. */
  readonly full: number;
  /** Columns of the last panel, if it is narrower: 0 to 7. */
  readonly rest: number;
  readonly count: number;
}

export const panelColumns = 8;

export function panelsOf(columns: number): Panels {
  const full = Math.floor(columns / panelColumns);
  const rest = columns % panelColumns;
  return { full, rest, count: full + Number(rest > 0) };
}

/** Runs `body` for each panel from `from` up to `to` (absent: all); `columns` is known when it is emitted. */
export function forPanels({ f }: StageContext, panels: Panels, body: (panel: I32, columns: number) => void): void {
  const panel = f.local('i32');
  if (panels.full > 0) f.for(panel, { to: panels.full }, () => body(panel, panelColumns));
  if (panels.rest > 0) body(i32.const(panels.full), panels.rest);
}

/** Emits the body for the width of a panel whose number is known only when it runs. */
export function withPanelWidth({ f }: StageContext, panels: Panels, panel: I32, body: (columns: number) => void): void {
  if (panels.rest === 0) body(panelColumns);
  else if (panels.full === 0) body(panels.rest);
  else {
    f.if(
      i32.eq(panel, panels.full),
      () => body(panels.rest),
      () => body(panelColumns),
    );
  }
}

/** Vectors that so many columns of a panel take. */
export function vectorsOf(columns: number): number {
  return Math.ceil(columns / 4);
}

/** Bytes of one k of a packed panel: all panels have eight columns, so that their addresses are products. */
export const packedStep = panelColumns * valueBytes;
