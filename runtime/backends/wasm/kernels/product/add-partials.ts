// Adds partial sums of a tensor that lie one after the other in the workspace, in their order, into the first output.
import { f32x4, type I32, i32, v128 } from '../../emitter/index.js';
import { type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';

/** Bytes that a unit adds up. */
const unitBytes = 2048;

export function addPartialSums({ count, values }: { readonly count: number; readonly values: number }): KernelStage {
  const bytes = values * valueBytes;
  const wholeBytes = Math.floor(values / lanes) * vectorBytes;
  const units = Math.ceil(bytes / unitBytes);
  return {
    units,
    unitCost: (unitBytes / vectorBytes) * count * 2,
    emit(context) {
      const { f, first, end, outputs } = context;
      const offset = f.local('i32');
      const stop = f.local('i32', i32.mul(end, unitBytes));
      f.set(stop, i32.minU(stop, wholeBytes));
      f.for(offset, { from: i32.mul(first, unitBytes), to: stop, step: vectorBytes }, () => {
        f.storeV128(i32.add(outputs[0], offset), sumAt(context, offset));
      });
      if (values % lanes === 0) return;
      f.if(i32.eq(end, units), () => {
        f.set(offset, i32.const(wholeBytes));
        f.storeLanes(i32.add(outputs[0], offset), sumAt(context, offset), values % lanes);
      });
    },
  };

  function sumAt({ f, workspace }: StageContext, offset: I32) {
    const address = f.local('i32', i32.add(workspace, offset));
    const sum = f.local('v128', v128.load(address));
    for (let part = 1; part < count; part++) f.set(sum, f32x4.add(sum, v128.load(address, part * bytes)));
    return sum;
  }
}
