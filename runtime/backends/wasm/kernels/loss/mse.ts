// Mean squared error of an image: loss = mean over the classes of (y - onehot)^2; gradient = weight*2*(y -
// onehot)/(batch*classes).
import { f32, f32x4, i32, v128 } from '../../emitter/index.js';
import { forEachChannelVector, keepLanes } from '../channel-loop.js';
import type { KernelFactory } from '../kernel.js';
import { settingsAt } from '../settings.js';
import { emitLaneSum } from './across-lanes.js';
import { emitClassNumbers, emitFirstLargest, emitOneHot } from './classes.js';
import { perImageLoss } from './per-image.js';

export const mse: KernelFactory<'mse'> = ({ batch, classes, weight }) =>
  perImageLoss({
    ...{ batch, classes, cost: 20 },
    emitImage(image) {
      const { context, scores, label, gradient } = image;
      const { f, settings, arithmetic } = context;
      const best = emitFirstLargest(image, classes);
      const squares = f.local('v128', f32x4.constSplat(0));
      const scale = f.hoist('scale of the gradient', () =>
        f32x4.splat(f32.mul(f32.const((2 * weight) / (batch * classes)), f32.load(settings, settingsAt.scale))),
      );
      forEachChannelVector(f, classes, (channel, vector) => {
        const { offset, count } = vector;
        const onehot = emitOneHot(label, 1, emitClassNumbers(channel, vector));
        const given = f32x4.sub(v128.load(i32.add(scores, channel), offset), onehot);
        const difference = f.local('v128', keepLanes(given, count));
        f.set(squares, arithmetic.madd(difference, difference, squares));
        if (!gradient) return;
        f.storeLanes(i32.add(gradient, channel), f.local('v128', f32x4.mul(scale, difference)), count, offset);
      });
      const sum = f32.lane(emitLaneSum(f, squares), 0);
      return { loss: f32.div(sum, f32.const(classes)), isCorrect: i32.eq(best.classNumber, label) };
    },
  });
