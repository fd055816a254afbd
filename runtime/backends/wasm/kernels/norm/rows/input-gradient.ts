// dx = (g - sum(g)/channels - xhat*sum(g*xhat)/channels)/d with g = scale*dy, xhat = (x - mean)/d,
// d = sqrt(variance + eps) and sums over the row: two passes over a row, the second out of L1.
import type { ComputationOf } from '../../../../../ir/index.js';
import { f32x4, type I32, i32, type Local, v128 } from '../../../emitter/index.js';
import type { Kernel } from '../../kernel.js';
import { emitRowSums, forEachVectorOfRow, loadOfRow, rowLoopStage } from './row-loop.js';

export function rowInputGradient({ batch, channels, eps }: ComputationOf<'group-norm-input-gradient'>): Kernel {
  const stage = rowLoopStage({
    ...{ rows: batch, channels, cost: 16 },
    visit(context, row, offset) {
      const { f, inputs, outputs, arithmetic } = context;
      const [x, dy] = inputs.slice(0, 2).map((input) => f.local('i32', i32.add(input, offset)));
      const [, , mean, variance, scale] = inputs;
      const ownMean = loadOfRow(context, mean, row);
      const squared = f.local('v128', f32x4.add(loadOfRow(context, variance, row), f32x4.constSplat(eps)));
      const load = (tensor: Local<'i32'>, channel: I32, constantOffset = 0) =>
        v128.load(i32.add(tensor, channel), constantOffset);
      const [sum, products] = emitRowSums(context, channels, 2, ([own, ownProducts], ...at) => {
        const gradient = f.local('v128', f32x4.mul(load(scale, ...at), load(dy, ...at)));
        f.set(own, f32x4.add(own, gradient));
        f.set(ownProducts, arithmetic.madd(gradient, f32x4.sub(load(x, ...at), ownMean), ownProducts));
      });
      const count = f32x4.constSplat(channels);
      const meanGradient = f.local('v128', f32x4.div(sum, count));
      const slope = f.local('v128', f32x4.div(f32x4.div(products, count), squared));
      const inverse = f.local('v128', f32x4.div(f32x4.constSplat(1), f32x4.sqrt(squared)));
      forEachVectorOfRow(context, channels, (channel, existing) => {
        const gradient = f32x4.mul(load(scale, channel), load(dy, channel));
        const distance = f32x4.sub(load(x, channel), ownMean);
        const centred = f32x4.sub(f32x4.sub(gradient, meanGradient), f32x4.mul(slope, distance));
        const result = f.local('v128', f32x4.mul(inverse, centred));
        f.storeLanes(i32.add(i32.add(outputs[0], offset), channel), result, existing);
      });
    },
  });
  return { stages: [stage] };
}
