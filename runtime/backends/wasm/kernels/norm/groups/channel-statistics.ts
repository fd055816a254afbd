// The statistics of an image's groups, spread over the channels: what gradients read beside x and dy.
import type { NormGroups } from '../../../../../ir/index.js';
import { f32, f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import { emitColumnSums, emitColumnsOf, emitFoldColumns, type RowGroup } from '../../columns/index.js';
import type { StageContext } from '../../kernel.js';
import { addressesOfEntry, deviationAt, emitSpread } from './group-values.js';

export interface ChannelStatistics {
  readonly group: RowGroup;
  /** Addresses of values for each channel, which are filled. */
  readonly mean: Local<'i32'>;
  readonly inverse: Local<'i32'>;
  readonly gradientSums: Local<'i32'>;
  /** Of dy*(x - mean). */
  readonly productSums: Local<'i32'>;
  /** Scratch memory: `expandedBytes` and `columnSumBytes` of two sums. */
  readonly meanColumns: Local<'i32'>;
  readonly columnSums: Local<'i32'>;
}

/** For image `entry`; the inputs begin with x, dy, mean and variance. Returns the bytes before its first value. */
export function emitChannelStatistics(
  context: StageContext,
  norm: NormGroups & { readonly eps: number },
  entry: Local<'i32'>,
  own: ChannelStatistics,
): Local<'i32'> {
  const { f, inputs, arithmetic } = context;
  const [x, dy] = inputs;
  const { group } = own;
  const { offset, ofGroups } = addressesOfEntry(context, norm, entry);
  const [mean, variance] = [ofGroups(inputs[2]), ofGroups(inputs[3])];
  emitSpread(context, norm, own.mean, ({ group: at }) => f32.load(i32.add(mean, at)));
  emitSpread(context, norm, own.inverse, ({ group: at }) => f32.div(f32.const(1), deviationAt(variance, at, norm.eps)));
  const means = emitColumnsOf(context, group, own.mean, own.meanColumns);
  emitColumnSums(context, {
    ...{ group, sums: 2, offset, columns: own.columnSums },
    rows: f.local('i32', norm.places),
    add([sum, products], at) {
      const load = (tensor: Local<'i32'>) => v128.load(i32.add(tensor, at.offset), at.constantOffset);
      const gradient = f.local('v128', load(dy));
      const distance = f32x4.sub(load(x), v128.load(i32.add(means, at.column), at.constantColumn));
      f.set(sum, f32x4.add(sum, gradient));
      f.set(products, arithmetic.madd(gradient, distance, products));
    },
  });
  [own.gradientSums, own.productSums].forEach((target, which) => {
    emitFoldColumns(context, {
      ...{ group, columns: own.columnSums, constantOffset: which * group.bytes },
      store: (sum, channel) => f.storeV128(i32.add(target, channel), sum),
    });
  });
  return offset;
}
