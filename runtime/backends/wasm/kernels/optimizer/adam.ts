// m = beta1*m + (1 - beta1)*g; s = beta2*s + (1 - beta2)*g^2; w = w - learningRate*m'/(sqrt(s') + eps), where
// m' = m/(1 - beta1^t) and s' = s/(1 - beta2^t) with t = step + 1. Weight decay is added to g, or decoupled: AdamW.
// Every chunk computes the powers again, in float64: some 30 ns, less than a barrier after a stage that does it once.
import { type F64, f32, f32x4, f64, i32, type Local } from '../../emitter/index.js';
import type { KernelFactory, StageContext } from '../kernel.js';
import { settingsAt } from '../settings.js';
import { hoistConstant, prepareWeightDecay, updateKernel } from './update-kernel.js';

export const adam: KernelFactory<'adam'> = (update) =>
  updateKernel({
    update,
    states: 2,
    cost: 30,
    prepare(context) {
      const { f, arithmetic, settings } = context;
      const { beta1, beta2, weightDecay, decoupled } = update;
      const learningRate = f.local('f64', f64.fromF32(f32.load(settings, settingsAt.learningRate)));
      const splat = (value: F64) => f.local('v128', f32x4.splat(f32.fromF64(value)));
      const one = f64.const(1);
      const rate = splat(f64.div(learningRate, f64.sub(one, emitPower(context, beta1))));
      const unbiased = splat(f64.div(one, f64.sub(one, emitPower(context, beta2))));
      const [keepMean, keepSquares] = [hoistConstant(context, beta1), hoistConstant(context, beta2)];
      const [addMean, addSquares] = [hoistConstant(context, 1 - beta1), hoistConstant(context, 1 - beta2)];
      const eps = hoistConstant(context, update.eps);
      const isDecoupled = decoupled && weightDecay > 0;
      const kept = isDecoupled ? splat(f64.sub(one, f64.mul(learningRate, f64.const(weightDecay)))) : undefined;
      const decayed = prepareWeightDecay(context, decoupled ? 0 : weightDecay);
      return (values) => {
        const {
          weight,
          states: [mean, squares],
        } = values;
        const gradient = f.local('v128', decayed(values));
        f.set(mean, arithmetic.madd(keepMean, mean, f32x4.mul(addMean, gradient)));
        const square = f32x4.mul(f32x4.mul(addSquares, gradient), gradient);
        f.set(squares, arithmetic.madd(keepSquares, squares, square));
        const divisor = f32x4.add(f32x4.sqrt(f32x4.mul(squares, unbiased)), eps);
        const step = f32x4.div(f32x4.mul(rate, mean), divisor);
        f.set(weight, f32x4.sub(kept ? f32x4.mul(weight, kept) : weight, step));
      };
    },
  });

/** base^(step + 1) by squaring. */
function emitPower({ f, settings }: StageContext, base: number): Local<'f64'> {
  const power = f.local('f64', f64.const(1));
  const square = f.local('f64', f64.const(base));
  const exponent = f.local('i32', i32.add(i32.load(settings, settingsAt.step), 1));
  f.doWhile(
    () => exponent,
    () => {
      f.if(i32.and(exponent, 1), () => f.set(power, f64.mul(power, square)));
      f.set(square, f64.mul(square, square));
      f.set(exponent, i32.shrU(exponent, 1));
    },
  );
  return power;
}
