// Sums over the rows of a matrix [rows, channels], in registers: a tile of vectors runs down all rows, then the next.
import { f32x4, i32, i32x4, type Local, v128 } from '../../emitter/index.js';
import { type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import type { ColumnPlace } from './column-place.js';
import { forEachTile } from './for-each-tile.js';
import { channelBytes, type RowGroup } from './row-group.js';

export interface ColumnSums {
  readonly group: RowGroup;
  /** Sums for each channel. */
  readonly sums: number;
  /** Bytes from a tensor's first value to the first row's. */
  readonly offset: Local<'i32'>;
  readonly rows: Local<'i32'>;
  /** Where the sums of each column go, `columnSumBytes` in all: [sums, vectors of a row group]. */
  readonly columns: Local<'i32'>;
  /** Adds what the four values at a place contribute. */
  add(sums: readonly Local<'v128'>[], place: ColumnPlace): void;
}

export function columnSumBytes({ bytes }: RowGroup, sums: number): number {
  return sums * bytes + vectorBytes;
}

export function emitColumnSums(context: StageContext, of: ColumnSums): void {
  const { f } = context;
  const { group, offset, rows, columns, add } = of;
  const wholeBytes = f.local('i32', i32.mul(i32.divU(rows, group.rows), group.bytes));
  const at = f.local('i32');
  const stop = f.local('i32');
  forEachTile(f, group, ({ size, column, constantOffset, constantColumn }) => {
    const sums = Array.from({ length: size }, () => createSums(context, of.sums));
    f.set(at, i32.add(offset, column));
    f.set(stop, i32.add(at, wholeBytes));
    f.for(at, { from: at, to: stop, step: group.bytes }, () => {
      sums.forEach((own, index) => {
        add(own, {
          ...{ offset: at, constantOffset: constantOffset(index) },
          ...{ column, constantColumn: constantColumn(index) },
        });
      });
    });
    sums.forEach((own, index) => {
      own.forEach((sum, which) => {
        f.storeV128(i32.add(columns, column), sum, which * group.bytes + constantOffset(index));
      });
    });
  });
  if (group.rows > 1) emitRest(context, of, wholeBytes);
}

/** The last rows, which are too few for a row group. */
function emitRest(context: StageContext, of: ColumnSums, wholeBytes: Local<'i32'>): void {
  const { f } = context;
  const { group, offset, rows, columns, add } = of;
  const allBytes = i32.mul(rows, group.channels * valueBytes);
  const restBytes = f.local('i32', i32.sub(allBytes, wholeBytes));
  const [at, rest] = [f.local('i32'), f.local('i32')];
  f.for(rest, { to: restBytes, step: vectorBytes }, () => {
    f.set(at, i32.add(i32.add(offset, wholeBytes), rest));
    const existing = i32x4.splat(i32.shrU(i32.sub(restBytes, rest), 2));
    const mask = f.local('v128', i32x4.gtS(existing, i32x4.const(0, 1, 2, 3)));
    const target = f.local('i32', i32.add(columns, rest));
    const before = Array.from({ length: of.sums }, (_, which) =>
      f.local('v128', v128.load(target, which * group.bytes)),
    );
    const after = before.map((sum) => f.local('v128', sum));
    const column = f.local('i32', i32.remU(rest, group.period * vectorBytes));
    add(after, { offset: at, constantOffset: 0, column, constantColumn: 0 });
    after.forEach((sum, which) => {
      f.storeV128(target, v128.bitselect(sum, before[which], mask), which * group.bytes);
    });
  });
}

function createSums({ f }: StageContext, count: number): Local<'v128'>[] {
  return Array.from({ length: count }, () => {
    const sum = f.local('v128');
    f.set(sum, i32x4.constSplat(0));
    return sum;
  });
}

export interface FoldedColumns {
  readonly group: RowGroup;
  /** One sum for each column of a row group. */
  readonly columns: Local<'i32'>;
  /** Bytes, added to `columns`. */
  readonly constantOffset?: number;
  /**
   * The sums of four channels; `channel` is the bytes before the first one's. Lanes beyond the channels mean nothing.
   */
  store(sum: Local<'v128'>, channel: Local<'i32'>): void;
}

/** Adds up the columns of each channel. */
export function emitFoldColumns(
  { f }: StageContext,
  { group, columns, constantOffset = 0, store }: FoldedColumns,
): void {
  const channel = f.local('i32');
  const sum = f.local('v128');
  f.for(channel, { to: channelBytes(group.channels), step: vectorBytes }, () => {
    const address = i32.add(columns, channel);
    for (let row = 0; row < group.rows; row++) {
      const values = v128.load(address, constantOffset + row * group.channels * valueBytes);
      f.set(sum, row === 0 ? values : f32x4.add(sum, values));
    }
    store(sum, channel);
  });
}
