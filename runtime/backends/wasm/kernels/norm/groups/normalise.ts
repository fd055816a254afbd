// y = (x - mean)/sqrt(variance + eps)*scale[c] + shift[c] with the statistics of the image's group, then the epilogue.
// A unit is an image: first the factor of x - mean for each of its channels, then a pass over its places.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32, i32 } from '../../../emitter/index.js';
import { channelBytes, emitColumnPass } from '../../columns/index.js';
import { type Kernel, type KernelStage, lanes } from '../../kernel.js';
import { affineOf } from '../affine.js';
import { normalisedColumnBytes, normalisedGroupOf, prepareNormalise } from '../normalise-columns.js';
import { layOutScratch } from '../scratch-layout.js';
import { addressesOfEntry, deviationAt, emitSpread } from './group-values.js';

export function groupNormalise(norm: ComputationOf<'normalise'>): Kernel {
  const { batch, places, channels, eps, epilogue } = norm;
  const group = normalisedGroupOf(norm);
  const bytes = channelBytes(channels);
  const scratch = layOutScratch({ mean: bytes, factor: bytes, columns: normalisedColumnBytes(group) });
  const stage: KernelStage = {
    units: batch,
    unitCost: (10 * places * channels) / lanes,
    emit(context) {
      const { f, first, end, inputs } = context;
      const { scale, shift } = affineOf(norm, inputs);
      const own = scratch.addresses(context);
      const rows = f.local('i32', places);
      const entry = f.local('i32');
      f.for(entry, { from: first, to: end }, () => {
        const { offset, ofGroups } = addressesOfEntry(context, norm, entry);
        const [mean, variance] = [ofGroups(inputs[1]), ofGroups(inputs[2])];
        emitSpread(context, norm, own.mean, ({ group: at }) => f32.load(i32.add(mean, at)));
        emitSpread(context, norm, own.factor, ({ group: at, channel }) => {
          const scaled = scale ? f32.load(i32.add(scale, channel)) : f32.const(1);
          return f32.div(scaled, deviationAt(variance, at, eps));
        });
        emitColumnPass(context, {
          ...{ group, offset, rows, restRows: places % group.rows },
          prepare: prepareNormalise(context, {
            ...{ group, epilogue, mean: own.mean, factor: own.factor, shift },
            target: own.columns,
          }),
        });
      });
    },
  };
  return { stages: [stage], scratchBytes: scratch.bytes };
}
