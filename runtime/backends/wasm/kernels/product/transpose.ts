// Turns rows of eight columns into a packed panel: panel[k][c] = rows[c][k].
import { f32, f32x4, type I32, i32, type Local, type V128, v128 } from '../../emitter/index.js';
import { lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { packedStep, panelColumns } from './tile.js';

export interface RowsOfPanel {
  /** The address of rows[0][0]. */
  readonly from: Local<'i32'>;
  /** Bytes between two rows. */
  readonly rowBytes: number;
  /** Rows there are: 1 to 8. The columns of the others are 0. */
  readonly rows: number;
  /** Values of a row. */
  readonly length: number;
  /** The address of panel[0][0]; moves to the panel's end. */
  readonly to: Local<'i32'>;
}

/** Blocks of four by four in registers, then the values left over one by one. */
export function emitTransposedPanel(context: StageContext, of: RowsOfPanel): void {
  const { f } = context;
  const { from, rowBytes, rows, length, to } = of;
  const source = f.local('i32', from);
  const blocks = Math.floor(length / lanes);
  if (blocks > 0) {
    const stop = f.local('i32', i32.add(source, blocks * vectorBytes));
    f.doWhile(
      () => i32.ne(source, stop),
      () => {
        for (const first of [0, lanes]) emitBlock(context, of, source, first);
        f.increase(source, vectorBytes);
        f.increase(to, lanes * packedStep);
      },
    );
  }
  for (let value = 0; value < length % lanes; value++) {
    for (let column = 0; column < panelColumns; column++) {
      const read = column < rows ? f32.load(source, column * rowBytes + value * valueBytes) : f32.const(0);
      f.storeF32(to, read, column * valueBytes);
    }
    f.increase(to, packedStep);
  }
}

function emitBlock({ f }: StageContext, of: RowsOfPanel, source: I32, first: number): void {
  const zero = () => f32x4.constSplat(0);
  const rowAt = (column: number): V128 => (column < of.rows ? v128.load(source, column * of.rowBytes) : zero());
  const [a, b, c, d] = [0, 1, 2, 3].map((row) => f.local('v128', rowAt(first + row)));
  const lowAb = f.local('v128', v128.shuffle32(a, b, [0, 4, 1, 5]));
  const lowCd = f.local('v128', v128.shuffle32(c, d, [0, 4, 1, 5]));
  const highAb = f.local('v128', v128.shuffle32(a, b, [2, 6, 3, 7]));
  const highCd = f.local('v128', v128.shuffle32(c, d, [2, 6, 3, 7]));
  const columnOffset = first * valueBytes;
  [
    v128.shuffle32(lowAb, lowCd, [0, 1, 4, 5]),
    v128.shuffle32(lowAb, lowCd, [2, 3, 6, 7]),
    v128.shuffle32(highAb, highCd, [0, 1, 4, 5]),
    v128.shuffle32(highAb, highCd, [2, 3, 6, 7]),
  ].forEach((column, k) => {
    f.storeV128(of.to, column, k * packedStep + columnOffset);
  });
}
