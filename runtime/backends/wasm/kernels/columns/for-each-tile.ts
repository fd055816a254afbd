// Visits the tiles of a row group: one after the other, or in a loop that shares the code of equal ones.
import { type FunctionBuilder, type I32, i32 } from '../../emitter/index.js';
import { lanes, vectorBytes } from '../kernel.js';
import type { RowGroup } from './row-group.js';

export interface Tile {
  /** Vectors. */
  readonly size: number;
  /** Values of the last vector that exist. */
  readonly lastLanes: number;
  /** Bytes of the vectors before it. */
  readonly column: I32;
  /** Bytes, added to `column`, of vector `index` of the tile; and likewise among the columns of a period. */
  constantOffset(index: number): number;
  constantColumn(index: number): number;
}

export function forEachTile(f: FunctionBuilder, { tiles, period }: RowGroup, visit: (tile: Tile) => void): void {
  for (const { first, count, size, lastLanes = lanes } of tiles) {
    // Only a row group of a single tile has several periods.
    const constantColumn = (index: number) => ((index + (count === 1 ? first : 0)) % period) * vectorBytes;
    if (count === 1) {
      const constantOffset = (index: number) => (first + index) * vectorBytes;
      visit({ size, lastLanes, column: i32.const(0), constantOffset, constantColumn });
    } else {
      const column = f.local('i32');
      const [from, to] = [first * vectorBytes, (first + count * size) * vectorBytes];
      f.for(column, { from, to, step: size * vectorBytes }, () => {
        visit({ size, lastLanes, column, constantOffset: (index) => index * vectorBytes, constantColumn });
      });
    }
  }
}
