// Mean squared and mean absolute error of a row's one-hot vector, d = y - onehot: loss = mean over the classes of d^2
// or |d|; gradient = weight/(rows*classes) times 2*d or sign(d), times the settings' loss scale.
import type { LabelledRows } from '../../../../ir/index.js';
import { f32, f32x4, i32, v128 } from '../../emitter/index.js';
import { forEachChannelVector, keepLanes } from '../channel-loop.js';
import type { Kernel, KernelFactory } from '../kernel.js';
import { settingsAt } from '../settings.js';
import { emitLaneSum } from './across-lanes.js';
import { emitClassNumbers, emitFirstLargest, emitOneHot } from './classes.js';
import { emitErrorSlope } from './errors.js';
import { perRowLoss } from './per-row.js';

export const mse: KernelFactory<'mse'> = (rows) => rowError(rows, 2);
export const mae: KernelFactory<'mae'> = (rows) => rowError(rows, 1);

function rowError({ rows, classes, weight }: LabelledRows, power: 1 | 2): Kernel {
  return perRowLoss({
    ...{ rows, classes, cost: 20 },
    emitRow(row) {
      const { context, scores, label, gradient } = row;
      const { f, settings, arithmetic } = context;
      const best = emitFirstLargest(row, classes);
      const errors = f.local('v128', f32x4.constSplat(0));
      const scale = f.hoist('scale of the gradient', () =>
        f32x4.splat(f32.mul(f32.const((power * weight) / (rows * classes)), f32.load(settings, settingsAt.lossScale))),
      );
      forEachChannelVector(f, classes, (channel, vector) => {
        const { offset, count } = vector;
        const onehot = emitOneHot(label, 1, emitClassNumbers(channel, vector));
        const given = f32x4.sub(v128.load(i32.add(scores, channel), offset), onehot);
        const difference = f.local('v128', keepLanes(given, count));
        f.set(
          errors,
          power === 2 ? arithmetic.madd(difference, difference, errors) : f32x4.add(errors, f32x4.abs(difference)),
        );
        if (!gradient) return;
        const slope = f.local('v128', f32x4.mul(scale, emitErrorSlope(difference, power)));
        f.storeLanes(i32.add(gradient, channel), slope, count, offset);
      });
      const sum = f32.lane(emitLaneSum(f, errors), 0);
      return { loss: f32.div(sum, f32.const(classes)), isCorrect: i32.eq(best.classNumber, label) };
    },
  });
}
