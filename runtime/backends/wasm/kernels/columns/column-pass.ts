// Computes each value of a matrix [rows, channels] from what lies at the same place and from values of its channel,
// which stay in registers: a tile of vectors runs down all rows, then the next.
import { i32, type Local, type V128 } from '../../emitter/index.js';
import { lanes, type StageContext, vectorBytes } from '../kernel.js';
import type { ColumnPlace } from './column-place.js';
import { forEachTile } from './for-each-tile.js';
import { type RowGroup, rowBytes } from './row-group.js';

export interface ColumnPass {
  readonly group: RowGroup;
  /** Bytes from a tensor's first value to the first row's. */
  readonly offset: Local<'i32'>;
  /** A multiple of a row group's, or so many rows more as there are in `restRows`. */
  readonly rows: Local<'i32'>;
  /** Rows that remain in the last pass, or in each. */
  readonly restRows: number;
  /** Loads the values of the four channels at a place, and returns what computes the results. */
  prepare(column: Pick<ColumnPlace, 'column' | 'constantColumn'>): (place: ColumnPlace) => V128;
}

/** The results are stored to the first output. */
export function emitColumnPass(context: StageContext, of: ColumnPass): void {
  const { f, outputs } = context;
  const { group, offset, rows, prepare } = of;
  const wholeBytes = f.local('i32', i32.mul(i32.divU(rows, group.rows), group.bytes));
  const at = f.local('i32');
  const stop = f.local('i32');
  forEachTile(f, group, ({ size, lastLanes, column, constantOffset, constantColumn }) => {
    // Vectors that are whole periods apart share what is loaded.
    const own = Math.min(size, group.period);
    const computations = Array.from({ length: own }, (_, index) =>
      prepare({ column, constantColumn: constantColumn(index) }),
    );
    f.set(at, i32.add(offset, column));
    f.set(stop, i32.add(at, wholeBytes));
    f.for(at, { from: at, to: stop, step: group.bytes }, () => {
      for (let index = 0; index < size; index++) {
        const place = {
          ...{ offset: at, constantOffset: constantOffset(index) },
          ...{ column, constantColumn: constantColumn(index) },
        };
        const result = f.local('v128', computations[index % own](place));
        f.storeLanes(i32.add(outputs[0], at), result, index === size - 1 ? lastLanes : lanes, place.constantOffset);
      }
    });
  });
  if (of.restRows > 0) f.if(i32.remU(rows, group.rows), () => emitRest(context, of, wholeBytes));
}

/** The last rows, which are too few for a row group. */
function emitRest({ f, outputs }: StageContext, of: ColumnPass, wholeBytes: Local<'i32'>): void {
  const { group, offset, restRows, prepare } = of;
  const values = (restRows * rowBytes(group)) / 4;
  const [rest, at, column] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const compute = (count: number) => {
    f.set(at, i32.add(i32.add(offset, wholeBytes), rest));
    f.set(column, i32.remU(rest, group.period * vectorBytes));
    const columnPlace = { column, constantColumn: 0 };
    const result = f.local('v128', prepare(columnPlace)({ ...columnPlace, offset: at, constantOffset: 0 }));
    f.storeLanes(i32.add(outputs[0], at), result, count);
  };
  const wholeVectors = Math.floor(values / lanes);
  if (wholeVectors > 0) f.for(rest, { to: wholeVectors * vectorBytes, step: vectorBytes }, () => compute(lanes));
  if (values % lanes === 0) return;
  f.set(rest, i32.const(wholeVectors * vectorBytes));
  compute(values % lanes);
}
