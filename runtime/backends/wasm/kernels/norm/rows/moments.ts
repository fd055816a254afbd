// mean[row] = sum of x[row, c]/channels; variance[row] = sum of (x[row, c] - mean[row])^2/channels: two passes over a
// row, the second out of L1.
import type { NormGroups } from '../../../../../ir/index.js';
import { f32x4, type I32, i32, v128 } from '../../../emitter/index.js';
import type { Kernel } from '../../kernel.js';
import { emitRowSums, rowLoopStage, storeOfRow } from './row-loop.js';

export function rowMoments({ batch, channels }: NormGroups): Kernel {
  const stage = rowLoopStage({
    ...{ rows: batch, channels, cost: 7 },
    visit(context, row, offset) {
      const { f, inputs, outputs, arithmetic } = context;
      const x = f.local('i32', i32.add(inputs[0], offset));
      const load = (channel: I32, constantOffset: number) => v128.load(i32.add(x, channel), constantOffset);
      const count = f32x4.constSplat(channels);
      const [sum] = emitRowSums(context, channels, 1, ([own], channel, constantOffset) => {
        f.set(own, f32x4.add(own, load(channel, constantOffset)));
      });
      const mean = f.local('v128', f32x4.div(sum, count));
      const [squares] = emitRowSums(context, channels, 1, ([own], channel, constantOffset) => {
        const distance = f.local('v128', f32x4.sub(load(channel, constantOffset), mean));
        f.set(own, arithmetic.madd(distance, distance, own));
      });
      storeOfRow(context, outputs[0], row, mean);
      storeOfRow(context, outputs[1], row, f32x4.div(squares, count));
    },
  });
  return { stages: [stage] };
}
