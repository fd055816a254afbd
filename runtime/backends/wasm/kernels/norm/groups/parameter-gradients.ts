// dshift[c] = sum of dy over all images and places; dscale[c] = sum of dy*(x - mean)/sqrt(variance + eps).
//
// Stage 1: a unit sums a part of the images; workspace [parts, 2, channels in whole vectors]. Stage 2 adds up the
// parts.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import type { Arithmetic } from '../../arithmetic.js';
import {
  channelBytes,
  columnSumBytes,
  expandedBytes,
  type Parts,
  type RowGroup,
  rowGroupOf,
} from '../../columns/index.js';
import { type Kernel, type KernelStage, lanes, vectorBytes } from '../../kernel.js';
import { addPartsStage } from '../add-parts.js';
import { mostGradientSums } from '../most-vectors.js';
import { emitPerChannel } from '../per-channel.js';
import { layOutScratch } from '../scratch-layout.js';
import { emitChannelStatistics } from './channel-statistics.js';

type Gradients = ComputationOf<'normalise-parameter-gradients'>;

const mostParts = 64;

export function groupParameterGradients(norm: Gradients, arithmetic: Arithmetic): Kernel {
  const { batch, channels } = norm;
  const group = rowGroupOf(channels, mostGradientSums(arithmetic));
  const bytes = channelBytes(channels);
  const rows = Math.ceil(batch / mostParts);
  const parts: Parts = { rows, count: Math.ceil(batch / rows) };
  const scratch = layOutScratch({
    ...{ mean: bytes, inverse: bytes, gradientSums: bytes, productSums: bytes },
    ...{ meanColumns: expandedBytes(group), columnSums: columnSumBytes(group, 2) },
  });
  return {
    stages: [partStage(norm, { group, parts, scratch }), addPartsStage(channels, parts)],
    scratchBytes: scratch.bytes,
    workspaceBytes: 2 * parts.count * bytes,
  };
}

interface PartLayout {
  readonly group: RowGroup;
  /** `rows` are images. */
  readonly parts: Parts;
  readonly scratch: ReturnType<
    typeof layOutScratch<'mean' | 'inverse' | 'gradientSums' | 'productSums' | 'meanColumns' | 'columnSums'>
  >;
}

function partStage(norm: Gradients, { group, parts, scratch }: PartLayout): KernelStage {
  const { batch, places, channels } = norm;
  const bytes = channelBytes(channels);
  return {
    units: parts.count,
    unitCost: (6 * parts.rows * places * channels) / lanes,
    emit(context) {
      const { f, first, end, workspace } = context;
      const own = scratch.addresses(context);
      const [part, entry, stop, sums] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(part, { from: first, to: end }, () => {
        f.set(sums, i32.add(workspace, i32.mul(part, 2 * bytes)));
        emitPerChannel(context, (2 * bytes * lanes) / vectorBytes, sums, () => f32x4.constSplat(0));
        f.set(entry, i32.mul(part, parts.rows));
        f.set(stop, i32.add(entry, parts.rows));
        f.set(stop, i32.minU(stop, batch));
        f.for(entry, { from: entry, to: stop }, () => {
          emitChannelStatistics(context, norm, entry, { ...own, group });
          const load = (values: Local<'i32'>, channel: Local<'i32'>) => v128.load(i32.add(values, channel));
          emitPerChannel(context, channels, sums, (channel) =>
            f32x4.add(load(sums, channel), f32x4.mul(load(own.productSums, channel), load(own.inverse, channel))),
          );
          const shifts = f.local('i32', i32.add(sums, bytes));
          emitPerChannel(context, channels, shifts, (channel) =>
            f32x4.add(load(shifts, channel), load(own.gradientSums, channel)),
          );
        });
      });
    },
  };
}
