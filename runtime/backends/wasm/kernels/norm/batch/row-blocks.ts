// A pass over all rows of a matrix with values for each channel, in units of 8 KB.
import { i32, type Local } from '../../../emitter/index.js';
import { type ColumnPass, emitColumnPass, type RowGroup, rowBytes } from '../../columns/index.js';
import { type KernelStage, lanes, type StageContext } from '../../kernel.js';

const unitBytes = 8192;

export interface RowBlocks {
  readonly rows: number;
  readonly group: RowGroup;
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /** Emits what all units share. */
  prepare(context: StageContext): RowBlockPass;
}

export interface RowBlockPass {
  readonly prepare: ColumnPass['prepare'];
  /** Emits what follows a unit, whose first row is `row`. */
  readonly finish?: (row: Local<'i32'>, rows: Local<'i32'>) => void;
}

export function rowBlocksStage({ rows, group, cost, prepare }: RowBlocks): KernelStage {
  const unitRows = Math.max(1, Math.round(unitBytes / group.bytes)) * group.rows;
  return {
    units: Math.ceil(rows / unitRows),
    unitCost: (unitRows * group.channels * cost) / lanes,
    emit(context) {
      const { f, first, end } = context;
      const pass = prepare(context);
      const [row, offset, passRows] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const stop = f.local('i32', i32.minU(f.local('i32', i32.mul(end, unitRows)), rows));
      f.for(row, { from: i32.mul(first, unitRows), to: stop, step: unitRows }, () => {
        f.set(offset, i32.mul(row, rowBytes(group)));
        f.set(passRows, i32.sub(rows, row));
        f.set(passRows, i32.minU(passRows, unitRows));
        emitColumnPass(context, {
          ...{ group, offset, rows: passRows },
          restRows: rows % group.rows,
          prepare: pass.prepare,
        });
        pass.finish?.(row, passRows);
      });
    },
  };
}
