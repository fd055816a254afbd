// s = s + g^2; w = w - learningRate*g/(sqrt(s) + eps), with g = dw + weightDecay*w.
import { f32x4 } from '../../emitter/index.js';
import type { KernelFactory } from '../kernel.js';
import { hoistConstant, loadLearningRate, prepareWeightDecay, updateKernel } from './update-kernel.js';

export const adagrad: KernelFactory<'adagrad'> = (update) =>
  updateKernel({
    update,
    states: 1,
    cost: 20,
    prepare(context) {
      const { f, arithmetic } = context;
      const learningRate = loadLearningRate(context);
      const eps = hoistConstant(context, update.eps);
      const decayed = prepareWeightDecay(context, update.weightDecay);
      return (values) => {
        const {
          weight,
          states: [squares],
        } = values;
        const gradient = f.local('v128', decayed(values));
        f.set(squares, arithmetic.madd(gradient, gradient, squares));
        const divisor = f32x4.add(f32x4.sqrt(squares), eps);
        f.set(weight, f32x4.sub(weight, f32x4.div(f32x4.mul(learningRate, gradient), divisor)));
      };
    },
  });
