// v = momentum*v + g; w = w - learningRate*(nesterov ? g + momentum*v : v), with g = dw + weightDecay*w.
import { f32x4 } from '../../emitter/index.js';
import type { KernelFactory } from '../kernel.js';
import { hoistConstant, loadLearningRate, prepareWeightDecay, updateKernel } from './update-kernel.js';

export const sgd: KernelFactory<'sgd'> = (update) =>
  updateKernel({
    update,
    states: update.momentum > 0 ? 1 : 0,
    cost: 12,
    prepare(context) {
      const { f, arithmetic } = context;
      const learningRate = loadLearningRate(context);
      const momentum = hoistConstant(context, update.momentum);
      const decayed = prepareWeightDecay(context, update.weightDecay);
      return (values) => {
        const { weight, states } = values;
        const step = f.local('v128', decayed(values));
        for (const velocity of states) {
          f.set(velocity, arithmetic.madd(momentum, velocity, step));
          f.set(step, update.nesterov ? arithmetic.madd(momentum, velocity, step) : velocity);
        }
        f.set(weight, f32x4.sub(weight, f32x4.mul(learningRate, step)));
      };
    },
  });
