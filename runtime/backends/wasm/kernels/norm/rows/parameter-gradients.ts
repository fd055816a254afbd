// dshift[c] = sum of dy[row, c]; dscale[c] = sum of dy[row, c]*(x[row, c] - mean[row])/sqrt(variance[row] + eps).
//
// Stage 1: a unit adds its part of the rows to sums in its workspace, which stay in L1: [parts, 2, channels in whole
// vectors]. Stage 2 adds up the parts.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import { channelBytes, type Parts, partsOf, rowGroupOf } from '../../columns/index.js';
import { type Kernel, type KernelStage, lanes, valueBytes } from '../../kernel.js';
import { addPartsStage } from '../add-parts.js';
import { emitPerChannel } from '../per-channel.js';
import { forEachVectorOfRow, loadOfRow } from './row-loop.js';

type Gradients = ComputationOf<'normalise-parameter-gradients'>;

export function rowParameterGradients(norm: Gradients): Kernel {
  const parts = partsOf(norm.batch, rowGroupOf(norm.channels, 1));
  return {
    stages: [partStage(norm, parts), addPartsStage(norm.channels, parts)],
    workspaceBytes: 2 * parts.count * channelBytes(norm.channels),
  };
}

function partStage({ batch, channels, eps }: Gradients, parts: Parts): KernelStage {
  const bytes = channelBytes(channels);
  return {
    units: parts.count,
    unitCost: parts.rows * (10 * Math.ceil(channels / lanes) + 20),
    emit(context) {
      const { f, first, end, workspace, inputs, arithmetic } = context;
      const [x, dy, mean, variance] = inputs;
      const [part, row, sums] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const [stop, offset, at] = [f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(part, { from: first, to: end }, () => {
        f.set(sums, i32.add(workspace, i32.mul(part, 2 * bytes)));
        emitPerChannel(context, 2 * (bytes / valueBytes), sums, () => f32x4.constSplat(0));
        f.set(row, i32.mul(part, parts.rows));
        f.set(stop, i32.add(row, parts.rows));
        f.set(stop, i32.minU(stop, batch));
        f.for(row, { from: row, to: stop }, () => {
          f.set(offset, i32.mul(row, channels * valueBytes));
          const ownMean = loadOfRow(context, mean, row);
          const deviation = f32x4.sqrt(f32x4.add(loadOfRow(context, variance, row), f32x4.constSplat(eps)));
          const inverse = f.local('v128', f32x4.div(f32x4.constSplat(1), deviation));
          forEachVectorOfRow(context, channels, (channel) => {
            f.set(at, i32.add(offset, channel));
            const load = (tensor: Local<'i32'>) => v128.load(i32.add(tensor, at));
            const gradient = f.local('v128', load(dy));
            const normalised = f32x4.mul(f32x4.sub(load(x), ownMean), inverse);
            const sum = i32.add(sums, channel);
            f.storeV128(sum, arithmetic.madd(gradient, normalised, v128.load(sum)));
            f.storeV128(sum, f32x4.add(gradient, v128.load(sum, bytes)), bytes);
          });
        });
      });
    },
  };
}
