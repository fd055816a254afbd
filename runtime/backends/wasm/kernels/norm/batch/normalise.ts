// y = (x - mean[c])/sqrt(variance[c] + eps)*scale[c] + shift[c], then the epilogue. The factor of x - mean is computed
// once for each channel; mean, factor and shift of a tile of columns are in registers.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32x4, i32, v128 } from '../../../emitter/index.js';
import { channelBytes } from '../../columns/index.js';
import type { Kernel } from '../../kernel.js';
import { affineOf } from '../affine.js';
import { normalisedColumnBytes, normalisedGroupOf, prepareNormalise } from '../normalise-columns.js';
import { emitPerChannel } from '../per-channel.js';
import { layOutScratch } from '../scratch-layout.js';
import { rowBlocksStage } from './row-blocks.js';

export function batchNormalise(norm: ComputationOf<'normalise'>): Kernel {
  const { channels, places: rows, epilogue } = norm;
  const group = normalisedGroupOf(norm);
  const scratch = layOutScratch({ factor: channelBytes(channels), columns: normalisedColumnBytes(group) });
  const stage = rowBlocksStage({
    ...{ rows, group, cost: 10 },
    prepare(context) {
      const { inputs } = context;
      const [, mean, variance] = inputs;
      const { scale, shift } = affineOf(norm, inputs);
      const own = scratch.addresses(context);
      emitPerChannel(context, channels, own.factor, (channel) => {
        const variances = v128.load(i32.add(variance, channel));
        const deviation = f32x4.sqrt(f32x4.add(variances, f32x4.constSplat(norm.eps)));
        return f32x4.div(scale ? v128.load(i32.add(scale, channel)) : f32x4.constSplat(1), deviation);
      });
      const { factor, columns: target } = own;
      return { prepare: prepareNormalise(context, { group, epilogue, mean, factor, shift, target }) };
    },
  });
  return { stages: [stage], scratchBytes: scratch.bytes };
}
