// dshift[c] = sum of dy[row, c]; dscale[c] = sum of dy[row, c]*(x[row, c] - mean[c])/sqrt(variance[c] + eps).
//
// Stage 1: a unit takes both sums of a part of the rows, the second without its divisor: workspace [parts, 2, channels
// in whole vectors]. Stage 2 adds up the parts and divides.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import type { Arithmetic } from '../../arithmetic.js';
import {
  channelBytes,
  columnSumBytes,
  emitColumnSums,
  emitColumnsOf,
  emitFoldColumns,
  emitSumOfParts,
  expandedBytes,
  forVectorUnits,
  type Parts,
  partsOf,
  type RowGroup,
  rowBytes,
  rowGroupOf,
} from '../../columns/index.js';
import { type Kernel, type KernelStage, lanes } from '../../kernel.js';
import { mostGradientSums } from '../most-vectors.js';
import { layOutScratch } from '../scratch-layout.js';
import { emitRowsOfPart } from './counted-rows.js';

type Gradients = ComputationOf<'normalise-parameter-gradients'>;

export function batchParameterGradients(norm: Gradients, arithmetic: Arithmetic): Kernel {
  const group = rowGroupOf(norm.channels, mostGradientSums(arithmetic));
  const parts = partsOf(norm.places, group);
  const scratch = layOutScratch({ sums: columnSumBytes(group, 2), means: expandedBytes(group) });
  return {
    stages: [partStage(norm, group, parts, scratch), sumStage(norm, parts)],
    scratchBytes: scratch.bytes,
    workspaceBytes: 2 * parts.count * channelBytes(norm.channels),
  };
}

type Scratch = ReturnType<typeof layOutScratch<'sums' | 'means'>>;

function partStage(norm: Gradients, group: RowGroup, parts: Parts, scratch: Scratch): KernelStage {
  const bytes = channelBytes(norm.channels);
  return {
    units: parts.count,
    unitCost: (parts.rows * norm.channels * 6) / lanes,
    emit(context) {
      const { f, first, end, workspace, arithmetic, inputs } = context;
      const [x, dy, mean] = inputs;
      const { sums, means } = scratch.addresses(context);
      const columnMeans = emitColumnsOf(context, group, mean, means);
      const places = f.local('i32', norm.places);
      const [part, offset, target] = [f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(part, { from: first, to: end }, () => {
        f.set(offset, i32.mul(part, parts.rows * rowBytes(group)));
        f.set(target, i32.add(workspace, i32.mul(part, 2 * bytes)));
        emitColumnSums(context, {
          ...{ group, sums: 2, offset, columns: sums },
          rows: emitRowsOfPart(context, parts, part, places),
          add([product, sum], at) {
            const load = (tensor: Local<'i32'>) => v128.load(i32.add(tensor, at.offset), at.constantOffset);
            const gradient = f.local('v128', load(dy));
            const distance = f32x4.sub(load(x), v128.load(i32.add(columnMeans, at.column), at.constantColumn));
            f.set(product, arithmetic.madd(gradient, distance, product));
            f.set(sum, f32x4.add(sum, gradient));
          },
        });
        for (const which of [0, 1]) {
          emitFoldColumns(context, {
            ...{ group, columns: sums, constantOffset: which * group.bytes },
            store: (sum, channel) => f.storeV128(i32.add(target, channel), sum, which * bytes),
          });
        }
      });
    },
  };
}

function sumStage(norm: Gradients, { count }: Parts): KernelStage {
  const bytes = channelBytes(norm.channels);
  return {
    units: Math.ceil(norm.channels / lanes),
    unitCost: 4 * count + 40,
    emit(context) {
      const { f, workspace, inputs, outputs } = context;
      const [, , , variance] = inputs;
      const [dscale, dshift] = outputs;
      forVectorUnits(context, norm.channels, (channel, existing) => {
        const sumOf = (which: number) => {
          const address = f.local('i32', i32.add(i32.add(workspace, which * bytes), channel));
          return f.local('v128', emitSumOfParts(context, { address, stride: 2 * bytes, count }));
        };
        const variances = v128.load(i32.add(variance, channel));
        const deviation = f32x4.sqrt(f32x4.add(variances, f32x4.constSplat(norm.eps)));
        f.storeLanes(i32.add(dscale, channel), f.local('v128', f32x4.div(sumOf(0), deviation)), existing);
        f.storeLanes(i32.add(dshift, channel), sumOf(1), existing);
      });
    },
  };
}
