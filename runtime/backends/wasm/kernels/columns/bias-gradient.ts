// Sums over the rows of [rows, channels]: dbias[c] = sum of dy[row, c], and the like.
//
// Stage 1: a unit sums a part of the rows, and of many channels (fully connected layers) 1 KB of each row; workspace
// [parts, channels in whole vectors]. Stage 2 adds up the parts.
import { f32x4, i32, type Local, type V128, v128 } from '../../emitter/index.js';
import { type Kernel, type KernelFactory, type KernelStage, lanes, type StageContext, valueBytes } from '../kernel.js';
import type { ColumnPlace } from './column-place.js';
import { columnSumBytes, emitColumnSums, emitFoldColumns } from './column-sums.js';
import { forVectorUnits } from './for-vector-units.js';
import { emitSumOfParts, type Parts, partsOf } from './parts.js';
import { channelBytes, type RowGroup, rowBytes, rowGroupOf } from './row-group.js';

/** With what is loaded these fill the registers. */
const mostVectors = 10;

const spanChannels = 256;

export interface RowSum {
  readonly rows: number;
  readonly channels: number;
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /** `sum` with what the four values at a place add to it. */
  add(context: StageContext, sum: Local<'v128'>, place: ColumnPlace): V128;
}

export const biasGradient: KernelFactory<'bias-gradient'> = ({ rows, channels }) =>
  rowSumKernel({
    ...{ rows, channels, cost: 3 },
    add: ({ inputs: [dy] }, sum, place) => f32x4.add(sum, v128.load(i32.add(dy, place.offset), place.constantOffset)),
  });

/** One value a channel goes to the first output. */
export function rowSumKernel(of: RowSum): Kernel {
  const { rows, channels } = of;
  const group = rowGroupOf(channels, mostVectors);
  const parts = partsOf(rows, group);
  return {
    stages: [partStage(of, group, parts), sumStage(channels, parts)],
    scratchBytes: group.rows > 1 ? columnSumBytes(group, 1) : 0,
    workspaceBytes: parts.count * channelBytes(channels),
  };
}

function partStage({ rows, cost, add }: RowSum, group: RowGroup, parts: Parts): KernelStage {
  const { channels } = group;
  const isSpanned = channels > spanChannels && channels % spanChannels === 0;
  const spans = isSpanned ? channels / spanChannels : 1;
  const own: RowGroup = isSpanned ? { ...rowGroupOf(spanChannels, mostVectors), bytes: group.bytes } : group;
  const spanBytes = spanChannels * valueBytes;
  return {
    units: parts.count * spans,
    unitCost: (parts.rows * channels * cost) / (lanes * spans),
    emit(context) {
      const { f, first, end, scratch, workspace } = context;
      const [unit, part, span] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const [offset, partRows, target] = [f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(unit, { from: first, to: end }, () => {
        f.set(part, i32.divU(unit, spans));
        f.set(span, i32.mul(i32.remU(unit, spans), spanBytes));
        f.set(offset, i32.add(i32.mul(part, parts.rows * rowBytes(group)), span));
        f.set(partRows, i32.sub(rows, i32.mul(part, parts.rows)));
        f.set(partRows, i32.minU(partRows, parts.rows));
        f.set(target, i32.add(i32.add(workspace, i32.mul(part, channelBytes(channels))), span));
        emitColumnSums(context, {
          group: own,
          sums: 1,
          offset,
          rows: partRows,
          columns: group.rows > 1 ? scratch : target,
          add([sum], place) {
            f.set(sum, add(context, sum, place));
          },
        });
        if (group.rows === 1) return;
        emitFoldColumns(context, {
          group,
          columns: scratch,
          store: (sum, channel) => f.storeV128(i32.add(target, channel), sum),
        });
      });
    },
  };
}

function sumStage(channels: number, { count }: Parts): KernelStage {
  return {
    units: Math.ceil(channels / lanes),
    unitCost: 2 * count + 10,
    emit(context) {
      const { f, workspace, outputs } = context;
      forVectorUnits(context, channels, (channel, existing) => {
        const address = f.local('i32', i32.add(workspace, channel));
        const sum = f.local('v128', emitSumOfParts(context, { address, stride: channelBytes(channels), count }));
        f.storeLanes(i32.add(outputs[0], channel), sum, existing);
      });
    },
  };
}
