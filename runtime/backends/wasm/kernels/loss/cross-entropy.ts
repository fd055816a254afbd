// Softmax cross-entropy of a row: loss = log(sum of e) - sum of t*(x - max), e = exp(x - max); gradient =
// weight/rows*(e/sum - t); target t = (1 - smoothing)*onehot + smoothing/classes. The exponentials lie in the gradient
// between the passes.
import { f32, f32x4, i32, v128 } from '../../emitter/index.js';
import { forEachChannelVector, keepLanes } from '../channel-loop.js';
import type { KernelFactory } from '../kernel.js';
import { emitExpOfNegative } from '../math/exp.js';
import { emitLog } from '../math/log.js';
import { settingsAt } from '../settings.js';
import { emitLaneSum } from './across-lanes.js';
import { emitClassNumbers, emitFirstLargest, emitLabelScore, emitOneHot } from './classes.js';
import { perRowLoss } from './per-row.js';

export const crossEntropy: KernelFactory<'cross-entropy'> = ({ rows, classes, weight, smoothing }) =>
  perRowLoss({
    ...{ rows, classes, cost: 40 },
    emitRow(row) {
      const { context, scores, label, gradient } = row;
      const { f, settings } = context;
      const best = emitFirstLargest(row, classes);
      const largest = f.local('v128', f32x4.splat(best.score));
      const sum = f.local('v128', f32x4.constSplat(0));
      const distances = f.local('v128', f32x4.constSplat(0));
      forEachChannelVector(f, classes, (channel, { offset, count }) => {
        const distance = f.local('v128', f32x4.sub(v128.load(i32.add(scores, channel), offset), largest));
        const exponential = f.local('v128', emitExpOfNegative(context, distance));
        f.set(sum, f32x4.add(sum, keepLanes(exponential, count)));
        if (smoothing > 0) f.set(distances, f32x4.add(distances, keepLanes(distance, count)));
        if (gradient) f.storeLanes(i32.add(gradient, channel), exponential, count, offset);
      });
      f.set(sum, emitLaneSum(f, sum));
      if (gradient) {
        const scale = f.hoist('scale of the gradient', () =>
          f32x4.splat(f32.mul(f32.const(weight / rows), f32.load(settings, settingsAt.lossScale))),
        );
        forEachChannelVector(f, classes, (channel, vector) => {
          const at = f.local('i32', i32.add(gradient, channel));
          const onehot = emitOneHot(label, 1 - smoothing, emitClassNumbers(channel, vector));
          const target = smoothing > 0 ? f32x4.add(onehot, f32x4.constSplat(smoothing / classes)) : onehot;
          const error = f32x4.sub(f32x4.div(v128.load(at, vector.offset), sum), target);
          f.storeLanes(at, f.local('v128', f32x4.mul(scale, error)), vector.count, vector.offset);
        });
      }
      const logarithm = f32.lane(emitLog(context, sum), 0);
      const labelShare = f32.mul(f32.const(1 - smoothing), f32.sub(emitLabelScore(row), best.score));
      if (smoothing === 0) return { loss: f32.sub(logarithm, labelShare), isCorrect: i32.eq(best.classNumber, label) };
      const otherShare = f32.mul(f32.const(smoothing / classes), f32.lane(emitLaneSum(f, distances), 0));
      const aimed = f32.add(labelShare, otherShare);
      return { loss: f32.sub(logarithm, aimed), isCorrect: i32.eq(best.classNumber, label) };
    },
  });
