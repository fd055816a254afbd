// Activation functions and their derivatives on vectors of four values: formulas and kinks are those of
// runtime/backends/reference/computations/pointwise.ts. What is not a number stays so: a training that has gone wrong
// must show it. `pmin` and `pmax` return their first operand for it, hence the order of theirs.
import type { OperationOf } from '../../../../../model/index.js';
import { type Pointwise, selu } from '../../../../ir/index.js';
import { f32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import type { StageContext } from '../kernel.js';
import { emitExpOfNegative } from '../math/exp.js';
import { emitExpMinus1 } from '../math/exp-minus-1.js';
import { emitLogOfOnePlus } from '../math/log-of-one-plus.js';
import { emitNormalDistribution } from '../math/normal-distribution.js';
import { emitSigmoid } from '../math/sigmoid.js';
import { emitTanh } from '../math/tanh.js';

type Vector = Local<'v128'>;

interface Activation {
  /** f(x) */
  value(context: StageContext, x: Vector): V128;
  /** dy*f'(x), `at` being x or f(x) as `derivativeReads` (runtime/ir/pointwise.ts) says. */
  gradient(context: StageContext, at: Vector, dy: Vector): V128;
}

const { add, sub, mul, div, pmin, pmax, lt, gt, constSplat } = f32x4;
const zero = constSplat(0);
const one = constSplat(1);

const relu6Of = (x: V128) => pmin(pmax(x, zero), constSplat(6));

/** dy*slope where 0 < y < top, else 0. */
const withinBounds = (y: Vector, dy: Vector, { top, slope }: { readonly top: number; readonly slope: number }) =>
  v128.and(slope === 1 ? dy : mul(dy, constSplat(slope)), v128.and(gt(y, zero), lt(y, constSplat(top))));

/** exp(x) - 1 where x is below 0, else 0. */
const expMinus1Below0 = (context: StageContext, x: Vector) => emitExpMinus1(context, pmin(x, zero));

/** exp(-|x|) */
const expOfDistance = (context: StageContext, x: Vector) =>
  context.f.local('v128', emitExpOfNegative(context, f32x4.neg(f32x4.abs(x))));

/**
 * tanh(softplus(x)) = ((1 + exp(x))^2 - 1)/((1 + exp(x))^2 + 1) and its derivative: fractions in e = exp(-|x|), in
 * which nothing cancels.
 */
function tanhOfSoftplus(context: StageContext, x: Vector) {
  const { f, arithmetic } = context;
  const e = expOfDistance(context, x);
  const isAbove = f.local('v128', gt(x, zero));
  const two = constSplat(2);
  const product = f.local('v128', arithmetic.madd(e, e, mul(e, two)));
  const above = arithmetic.madd(mul(e, e), two, arithmetic.madd(e, two, one));
  const divisor = f.local('v128', v128.bitselect(above, add(product, two), isAbove));
  const dividend = v128.bitselect(arithmetic.madd(e, two, one), product, isAbove);
  const power = mul(v128.bitselect(mul(e, e), e, isAbove), constSplat(4));
  return {
    value: f.local('v128', div(dividend, divisor)),
    slope: f.local('v128', div(mul(power, add(one, e)), mul(divisor, divisor))),
  };
}

const activations: { readonly [K in Pointwise['kind']]: (of: OperationOf<K>) => Activation } = {
  relu: () => ({
    value: (_, x) => pmax(x, zero),
    gradient: (_, y, dy) => v128.and(dy, gt(y, zero)),
  }),
  relu6: () => ({
    value: (_, x) => relu6Of(x),
    gradient: (_, y, dy) => withinBounds(y, dy, { top: 6, slope: 1 }),
  }),
  leaky_relu: ({ slope }) => ({
    value: (_, x) => v128.bitselect(x, mul(x, constSplat(slope)), gt(x, zero)),
    gradient: (_, at, dy) => v128.bitselect(dy, mul(dy, constSplat(slope)), gt(at, zero)),
  }),
  sigmoid: () => ({
    value: (context, x) => emitSigmoid(context, x),
    gradient: (_, y, dy) => mul(dy, mul(y, sub(one, y))),
  }),
  hard_sigmoid: () => ({
    value: (_, x) => mul(relu6Of(add(x, constSplat(3))), constSplat(1 / 6)),
    gradient: (_, y, dy) => withinBounds(y, dy, { top: 1, slope: 1 / 6 }),
  }),
  tanh: () => ({
    value: (context, x) => emitTanh(context, x),
    // 1 - y^2 without the cancellation where |y| is nearly 1.
    gradient: (_, y, dy) => mul(dy, mul(sub(one, y), add(one, y))),
  }),
  gelu: () => ({
    value: (context, x) => mul(x, emitNormalDistribution(context, x).integral),
    gradient(context, x, dy) {
      const { integral, bell } = emitNormalDistribution(context, x);
      const density = mul(bell, constSplat(1 / Math.sqrt(2 * Math.PI)));
      return mul(dy, context.arithmetic.madd(x, density, integral));
    },
  }),
  swish: () => ({
    value: (context, x) => mul(x, emitSigmoid(context, x)),
    gradient(context, x, dy) {
      const s = context.f.local('v128', emitSigmoid(context, x));
      return mul(dy, mul(s, context.arithmetic.madd(x, sub(one, s), one)));
    },
  }),
  hard_swish: () => ({
    value: (_, x) => mul(mul(x, relu6Of(add(x, constSplat(3)))), constSplat(1 / 6)),
    gradient(_, x, dy) {
      const middle = add(div(x, constSplat(3)), constSplat(0.5));
      const upTo3 = v128.bitselect(one, middle, gt(x, constSplat(3)));
      return mul(dy, v128.andNot(upTo3, lt(x, constSplat(-3))));
    },
  }),
  elu: ({ alpha }) => ({
    value: (context, x) => v128.bitselect(x, mul(expMinus1Below0(context, x), constSplat(alpha)), gt(x, zero)),
    gradient(context, at, dy) {
      const slope =
        alpha >= 0 ? add(at, constSplat(alpha)) : mul(emitExpOfNegative(context, pmin(at, zero)), constSplat(alpha));
      return v128.bitselect(dy, mul(dy, slope), gt(at, zero));
    },
  }),
  selu: () => ({
    value(context, x) {
      const below = mul(expMinus1Below0(context, x), constSplat(selu.scale * selu.alpha));
      return v128.bitselect(mul(x, constSplat(selu.scale)), below, gt(x, zero));
    },
    gradient(_, y, dy) {
      const below = add(y, constSplat(selu.scale * selu.alpha));
      return mul(dy, v128.bitselect(constSplat(selu.scale), below, gt(y, zero)));
    },
  }),
  softplus: () => ({
    value: (context, x) => add(pmax(x, zero), emitLogOfOnePlus(context, expOfDistance(context, x))),
    gradient: (context, y, dy) => mul(dy, f32x4.neg(emitExpMinus1(context, f32x4.neg(y)))),
  }),
  mish: () => ({
    value: (context, x) => mul(x, tanhOfSoftplus(context, x).value),
    gradient(context, x, dy) {
      const { value, slope } = tanhOfSoftplus(context, x);
      return mul(dy, context.arithmetic.madd(x, slope, value));
    },
  }),
};

function activationOf(pointwise: Pointwise): Activation {
  // The row is the function's own, which TypeScript cannot follow through a table.
  return (activations[pointwise.kind] as (of: Pointwise) => Activation)(pointwise);
}

/** f(x). */
export function emitPointwise(context: StageContext, pointwise: Pointwise, x: Vector): V128 {
  return activationOf(pointwise).value(context, x);
}

/** dy*f'(x), or f' by f(x): `at` is what `derivativeReads` says. */
export function emitPointwiseGradient(context: StageContext, pointwise: Pointwise, at: Vector, dy: Vector): V128 {
  return activationOf(pointwise).gradient(context, at, dy);
}
