// mean = sum of x over the group's places and channels/count; variance = sum of (x - mean)^2/count, of an image.
//
// A unit is an image: sums of its columns, which are added up by channel and then by group; twice, since the squares
// need the mean.
import type { NormGroups } from '../../../../../ir/index.js';
import { f32, f32x4, i32, v128 } from '../../../emitter/index.js';
import type { Arithmetic } from '../../arithmetic.js';
import {
  channelBytes,
  columnSumBytes,
  emitColumnSums,
  emitColumnsOf,
  emitFoldColumns,
  expandedBytes,
  rowGroupOf,
} from '../../columns/index.js';
import { type Kernel, type KernelStage, lanes } from '../../kernel.js';
import { mostSquaredVectors } from '../most-vectors.js';
import { layOutScratch } from '../scratch-layout.js';
import { addressesOfEntry, emitGroupSums, emitSpread } from './group-values.js';

export function groupMoments(norm: NormGroups, arithmetic: Arithmetic): Kernel {
  const { batch, places, channels, groups } = norm;
  const group = rowGroupOf(channels, mostSquaredVectors(arithmetic));
  const bytes = channelBytes(channels);
  const scratch = layOutScratch({
    ...{ sums: columnSumBytes(group, 1), channelSums: bytes },
    ...{ means: bytes, meanColumns: expandedBytes(group) },
  });
  const count = f32.const((places * channels) / groups);
  const stage: KernelStage = {
    units: batch,
    unitCost: (7 * places * channels) / lanes,
    emit(context) {
      const { f, first, end, inputs, outputs } = context;
      const [x] = inputs;
      const own = scratch.addresses(context);
      const rows = f.local('i32', places);
      const entry = f.local('i32');
      f.for(entry, { from: first, to: end }, () => {
        const { offset, ofGroups } = addressesOfEntry(context, norm, entry);
        const matrix = { group, sums: 1, offset, rows, columns: own.sums };
        const emitGroupMeans = (target: typeof x) => {
          emitFoldColumns(context, {
            ...{ group, columns: own.sums },
            store: (sum, channel) => f.storeV128(i32.add(own.channelSums, channel), sum),
          });
          emitGroupSums(
            context,
            norm,
            ({ channel }) => f32.load(i32.add(own.channelSums, channel)),
            (sum, at) => f.storeF32(i32.add(target, at), f32.div(sum, count)),
          );
        };
        emitColumnSums(context, {
          ...matrix,
          add([sum], at) {
            f.set(sum, f32x4.add(sum, v128.load(i32.add(x, at.offset), at.constantOffset)));
          },
        });
        const mean = ofGroups(outputs[0]);
        emitGroupMeans(mean);
        emitSpread(context, norm, own.means, ({ group: at }) => f32.load(i32.add(mean, at)));
        const means = emitColumnsOf(context, group, own.means, own.meanColumns);
        emitColumnSums(context, {
          ...matrix,
          add([sum], at) {
            const value = v128.load(i32.add(x, at.offset), at.constantOffset);
            const ownMean = v128.load(i32.add(means, at.column), at.constantColumn);
            const distance = f.local('v128', f32x4.sub(value, ownMean));
            f.set(sum, arithmetic.madd(distance, distance, sum));
          },
        });
        emitGroupMeans(ofGroups(outputs[1]));
      });
    },
  };
  return { stages: [stage], scratchBytes: scratch.bytes };
}
