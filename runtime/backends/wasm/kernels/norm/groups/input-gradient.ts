// dx = (g - mean(g) - xhat*mean(g*xhat))/d with g = scale*dy, xhat = (x - mean)/d, d = sqrt(variance + eps), and means
// over the group. A unit is an image: sums by channel, from these the means by group, then a pass over its places.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32, f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import type { Arithmetic } from '../../arithmetic.js';
import { channelBytes, columnSumBytes, emitColumnPass, expandedBytes, rowGroupOf } from '../../columns/index.js';
import { type Kernel, type KernelStage, lanes } from '../../kernel.js';
import { gradientColumnBytes, mostGradientVectors, prepareInputGradient } from '../gradient-coefficients.js';
import { mostGradientSums } from '../most-vectors.js';
import { emitPerChannel } from '../per-channel.js';
import { layOutScratch } from '../scratch-layout.js';
import { emitChannelStatistics } from './channel-statistics.js';
import { type ChannelAddress, emitGroupSums, emitSpread } from './group-values.js';

export function groupInputGradient(norm: ComputationOf<'group-norm-input-gradient'>, arithmetic: Arithmetic): Kernel {
  const { batch, places, channels, groups } = norm;
  const summed = rowGroupOf(channels, mostGradientSums(arithmetic));
  const passed = rowGroupOf(channels, mostGradientVectors);
  const bytes = channelBytes(channels);
  const scratch = layOutScratch({
    ...{ mean: bytes, inverse: bytes, gradientSums: bytes, productSums: bytes },
    ...{ meanColumns: expandedBytes(summed), columnSums: columnSumBytes(summed, 2) },
    ...{ groupMeans: bytes, factor: bytes, constant: bytes, slope: bytes, columns: gradientColumnBytes(passed) },
  });
  const count = f32.const((places * channels) / groups);
  const stage: KernelStage = {
    units: batch,
    unitCost: (16 * places * channels) / lanes,
    emit(context) {
      const { f, first, end, inputs } = context;
      const scale = inputs.at(4);
      const own = scratch.addresses(context);
      const entry = f.local('i32');
      const load = (values: Local<'i32'>, channel: Local<'i32'>) => f32.load(i32.add(values, channel));
      /** Group means of a sum by channel times scale/d, as values for each channel. */
      const emitMeans = (sums: Local<'i32'>, target: Local<'i32'>) => {
        const term = ({ channel }: ChannelAddress) => f32.mul(load(own.factor, channel), load(sums, channel));
        emitGroupSums(context, norm, term, (sum, at) => {
          f.storeF32(i32.add(own.groupMeans, at), f32.div(sum, count));
        });
        emitSpread(context, norm, target, ({ group }) => load(own.groupMeans, group));
      };
      f.for(entry, { from: first, to: end }, () => {
        const offset = emitChannelStatistics(context, norm, entry, { ...own, group: summed });
        const vectors = (values: Local<'i32'>, channel: Local<'i32'>) => v128.load(i32.add(values, channel));
        emitPerChannel(context, channels, own.factor, (channel) => {
          const inverse = vectors(own.inverse, channel);
          return scale ? f32x4.mul(vectors(scale, channel), inverse) : inverse;
        });
        emitMeans(own.gradientSums, own.constant);
        emitMeans(own.productSums, own.slope);
        emitPerChannel(context, channels, own.slope, (channel) => {
          const inverse = vectors(own.inverse, channel);
          return f32x4.mul(vectors(own.slope, channel), f32x4.mul(inverse, inverse));
        });
        const { mean, factor, constant, slope } = own;
        emitColumnPass(context, {
          ...{ group: passed, offset, rows: f.local('i32', places), restRows: places % passed.rows },
          prepare: prepareInputGradient(context, passed, { mean, factor, constant, slope }, own.columns),
        });
      });
    },
  };
  return { stages: [stage], scratchBytes: scratch.bytes };
}
