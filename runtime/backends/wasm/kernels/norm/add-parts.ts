// The second stage of parameter gradients: adds up the parts' sums, workspace [parts, 2, channels in whole vectors].
import { i32 } from '../../emitter/index.js';
import { channelBytes, emitSumOfParts, forVectorUnits, type Parts } from '../columns/index.js';
import { type KernelStage, lanes } from '../kernel.js';

/** The outputs are the two sums of each channel. */
export function addPartsStage(channels: number, { count }: Parts): KernelStage {
  const bytes = channelBytes(channels);
  return {
    units: Math.ceil(channels / lanes),
    unitCost: 4 * count + 20,
    emit(context) {
      const { f, workspace, outputs } = context;
      forVectorUnits(context, channels, (channel, existing) => {
        outputs.forEach((output, which) => {
          const address = f.local('i32', i32.add(i32.add(workspace, which * bytes), channel));
          const sum = emitSumOfParts(context, { address, stride: 2 * bytes, count });
          f.storeLanes(i32.add(output, channel), f.local('v128', sum), existing);
        });
      });
    },
  };
}
