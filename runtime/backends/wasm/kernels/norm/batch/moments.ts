// mean[c] = sum of x[row, c]/rows; variance[c] = sum of (x[row, c] - mean[c])^2/rows.
//
// Stage 1: a unit takes the means of a part of the rows and the squares of the distances from these, while the part is
// in the cache: workspace [parts, 2, channels in whole vectors]. Stage 2 joins the parts (Chan, Golub and LeVeque,
// "Updating formulae and a pairwise algorithm for computing sample variances", 1979). So x is read from memory once,
// and nothing is lost where the mean is large beside the deviation.
import type { NormGroups } from '../../../../../ir/index.js';
import { f32, f32x4, i32, type Local, type V128, v128 } from '../../../emitter/index.js';
import type { Arithmetic } from '../../arithmetic.js';
import {
  channelBytes,
  columnSumBytes,
  emitColumnSums,
  emitColumnsOf,
  emitFoldColumns,
  expandedBytes,
  forVectorUnits,
  type Parts,
  partsOf,
  type RowGroup,
  rowBytes,
  rowGroupOf,
} from '../../columns/index.js';
import { type Kernel, type KernelStage, lanes, type StageContext } from '../../kernel.js';
import { mostSquaredVectors } from '../most-vectors.js';
import { layOutScratch } from '../scratch-layout.js';
import { emitCountedRows, emitRowsOfPart } from './counted-rows.js';

export function batchMoments(norm: NormGroups, arithmetic: Arithmetic): Kernel {
  const group = rowGroupOf(norm.channels, mostSquaredVectors(arithmetic));
  const parts = partsOf(norm.places, group);
  const scratch = layOutScratch({ sums: columnSumBytes(group, 1), means: expandedBytes(group) });
  return {
    stages: [partStage(norm, group, parts, scratch), joinStage(norm, parts)],
    scratchBytes: scratch.bytes,
    workspaceBytes: 2 * parts.count * channelBytes(norm.channels),
  };
}

type Scratch = ReturnType<typeof layOutScratch<'sums' | 'means'>>;

function partStage(norm: NormGroups, group: RowGroup, parts: Parts, scratch: Scratch): KernelStage {
  const bytes = channelBytes(norm.channels);
  return {
    units: parts.count,
    unitCost: (parts.rows * norm.channels * 7) / lanes,
    emit(context) {
      const { f, first, end, workspace, inputs } = context;
      const { sums, means } = scratch.addresses(context);
      const counted = emitCountedRows(context, norm);
      const [part, offset, mean, count] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('v128')];
      f.for(part, { from: first, to: end }, () => {
        const rows = emitRowsOfPart(context, parts, part, counted);
        f.if(rows, () => {
          f.set(offset, i32.mul(part, parts.rows * rowBytes(group)));
          f.set(mean, i32.add(workspace, i32.mul(part, 2 * bytes)));
          f.set(count, f32x4.splat(f32.fromI32U(rows)));
          const load = (at: { readonly offset: Local<'i32'>; readonly constantOffset: number }): V128 =>
            v128.load(i32.add(inputs[0], at.offset), at.constantOffset);
          const matrix = { group, sums: 1, offset, rows, columns: sums };
          emitColumnSums(context, { ...matrix, add: ([sum], at) => f.set(sum, f32x4.add(sum, load(at))) });
          emitFoldColumns(context, {
            group,
            columns: sums,
            store: (sum, channel) => f.storeV128(i32.add(mean, channel), f32x4.div(sum, count)),
          });
          const columnMeans = emitColumnsOf(context, group, mean, means);
          emitColumnSums(context, {
            ...matrix,
            add([sum], at) {
              const distance = f32x4.sub(load(at), v128.load(i32.add(columnMeans, at.column), at.constantColumn));
              addSquare(context, sum, distance);
            },
          });
          emitFoldColumns(context, {
            group,
            columns: sums,
            store: (sum, channel) => f.storeV128(i32.add(mean, channel), sum, bytes),
          });
        });
      });
    },
  };
}

function joinStage(norm: NormGroups, parts: Parts): KernelStage {
  const bytes = channelBytes(norm.channels);
  return {
    units: Math.ceil(norm.channels / lanes),
    unitCost: 10 * parts.count + 30,
    emit(context) {
      const { f, workspace, outputs } = context;
      const counted = emitCountedRows(context, norm);
      const total = f.local('v128', f32x4.splat(f32.fromI32U(counted)));
      const [part, address, weight] = [f.local('i32'), f.local('i32'), f.local('v128')];
      const usedParts = f.local('i32', i32.divU(i32.add(counted, parts.rows - 1), parts.rows));
      const [mean, squares] = [f.local('v128'), f.local('v128')];
      forVectorUnits(context, norm.channels, (channel, existing) => {
        const forEachPart = (visit: () => void) => {
          f.set(address, i32.add(workspace, channel));
          f.for(part, { to: usedParts }, () => {
            const rows = emitRowsOfPart(context, parts, part, counted);
            f.set(weight, f32x4.splat(f32.fromI32U(rows)));
            visit();
            f.increase(address, 2 * bytes);
          });
        };
        f.set(mean, f32x4.constSplat(0));
        f.set(squares, f32x4.constSplat(0));
        forEachPart(() => f.set(mean, context.arithmetic.madd(v128.load(address), weight, mean)));
        f.set(mean, f32x4.div(mean, total));
        forEachPart(() => {
          const distance = f.local('v128', f32x4.sub(v128.load(address), mean));
          f.set(squares, f32x4.add(squares, v128.load(address, bytes)));
          f.set(squares, context.arithmetic.madd(f32x4.mul(distance, distance), weight, squares));
        });
        f.storeLanes(i32.add(outputs[0], channel), mean, existing);
        f.storeLanes(i32.add(outputs[1], channel), f.local('v128', f32x4.div(squares, total)), existing);
      });
    },
  };
}

function addSquare({ f, arithmetic }: StageContext, sum: Local<'v128'>, value: V128): void {
  const factor = f.local('v128', value);
  f.set(sum, arithmetic.madd(factor, factor, sum));
}
