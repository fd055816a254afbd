// y = (x - mean[row])/sqrt(variance[row] + eps)*scale[c] + shift[c], then the epilogue.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import { emitEpilogue } from '../../epilogue/emit-epilogue.js';
import type { Kernel } from '../../kernel.js';
import { affineOf } from '../affine.js';
import { forEachVectorOfRow, loadOfRow, rowLoopStage } from './row-loop.js';

export function rowNormalise(norm: ComputationOf<'normalise'>): Kernel {
  const { batch, channels, epilogue, eps } = norm;
  const stage = rowLoopStage({
    ...{ rows: batch, channels, cost: 12 },
    visit(context, row, offset) {
      const { f, inputs, outputs, arithmetic } = context;
      const [x, mean, variance] = inputs;
      const { scale, shift } = affineOf(norm, inputs);
      const ownMean = loadOfRow(context, mean, row);
      const deviation = f32x4.sqrt(f32x4.add(loadOfRow(context, variance, row), f32x4.constSplat(eps)));
      const inverse = f.local('v128', f32x4.div(f32x4.constSplat(1), deviation));
      const at = f.local('i32');
      forEachVectorOfRow(context, channels, (channel, existing) => {
        f.set(at, i32.add(offset, channel));
        const ofChannel = (tensor: Local<'i32'>) => v128.load(i32.add(tensor, channel));
        const normalised = f32x4.mul(f32x4.sub(v128.load(i32.add(x, at)), ownMean), inverse);
        const scales = scale ? ofChannel(scale) : f32x4.constSplat(1);
        const affine = shift ? arithmetic.madd(normalised, scales, ofChannel(shift)) : f32x4.mul(normalised, scales);
        const result = f.local('v128', emitEpilogue(context, epilogue, affine, { offset: at, channel }));
        f.storeLanes(i32.add(outputs[0], at), result, existing);
      });
    },
  });
  return { stages: [stage] };
}
