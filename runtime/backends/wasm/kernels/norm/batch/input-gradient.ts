// dx = scale[c]/d[c]*(dy - dshift[c]/n - (x - mean[c])/d[c]*dscale[c]/n), d = sqrt(variance + eps), for n rows that
// count; 0 in the others. What belongs to the channel is computed once for each.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32, f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import { channelBytes, rowBytes, rowGroupOf } from '../../columns/index.js';
import { type Kernel, type StageContext, valueBytes } from '../../kernel.js';
import { gradientColumnBytes, mostGradientVectors, prepareInputGradient } from '../gradient-coefficients.js';
import { emitPerChannel } from '../per-channel.js';
import { layOutScratch } from '../scratch-layout.js';
import { emitCountedRows } from './counted-rows.js';
import { rowBlocksStage } from './row-blocks.js';

export function batchInputGradient(norm: ComputationOf<'batch-norm-input-gradient'>): Kernel {
  const { channels, places: rows } = norm;
  const group = rowGroupOf(channels, mostGradientVectors);
  const bytes = channelBytes(channels);
  const scratch = layOutScratch({ factor: bytes, constant: bytes, slope: bytes, columns: gradientColumnBytes(group) });
  const stage = rowBlocksStage({
    ...{ rows, group, cost: 11 },
    prepare(context) {
      const { f, inputs } = context;
      const [, , mean, variance, dscale, dshift] = inputs;
      const scale = inputs.at(6);
      const { columns, ...coefficients } = scratch.addresses(context);
      const counted = emitCountedRows(context, norm);
      const count = f.local('v128', f32x4.splat(f32.fromI32U(counted)));
      const deviationAt = (channel: Local<'i32'>) =>
        f32x4.sqrt(f32x4.add(v128.load(i32.add(variance, channel)), f32x4.constSplat(norm.eps)));
      emitPerChannel(context, channels, coefficients.factor, (channel) => {
        const scales = scale ? v128.load(i32.add(scale, channel)) : f32x4.constSplat(1);
        return f32x4.div(scales, deviationAt(channel));
      });
      const meanTerm = (gradient: Local<'i32'>, channel: Local<'i32'>) =>
        f32x4.mul(
          v128.load(i32.add(coefficients.factor, channel)),
          f32x4.div(v128.load(i32.add(gradient, channel)), count),
        );
      emitPerChannel(context, channels, coefficients.constant, (channel) => meanTerm(dshift, channel));
      emitPerChannel(context, channels, coefficients.slope, (channel) =>
        f32x4.div(meanTerm(dscale, channel), deviationAt(channel)),
      );
      return {
        prepare: prepareInputGradient(context, group, { mean, ...coefficients }, columns),
        finish: norm.imagePlaces
          ? (row, passRows) => clearRest(context, { counted, row, rows: passRows, bytes: rowBytes(group) })
          : undefined,
      };
    },
  });
  return { stages: [stage], scratchBytes: scratch.bytes };
}

interface ClearedRows {
  readonly counted: Local<'i32'>;
  readonly row: Local<'i32'>;
  readonly rows: Local<'i32'>;
  /** Of a row. */
  readonly bytes: number;
}

/** Sets what lies beyond the rows that count to 0: of `rows` rows from `row` on. */
function clearRest({ f, outputs }: StageContext, { counted, row, rows, bytes }: ClearedRows): void {
  const end = f.local('i32', i32.add(row, rows));
  f.if(i32.ltU(counted, end), () => {
    const from = f.local('i32', i32.select(i32.gtU(counted, row), counted, row));
    const address = f.local('i32', i32.add(outputs[0], i32.mul(from, bytes)));
    const stop = f.local('i32', i32.add(outputs[0], i32.mul(end, bytes)));
    f.for(address, { from: address, to: stop, step: valueBytes }, () => f.storeF32(address, f32.const(0)));
  });
}
