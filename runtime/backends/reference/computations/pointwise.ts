// Functions of each value by itself, and their derivatives: dx = dy*f'(x), from x or from y = f(x) as
// `derivativeReads` says. Where a function has a kink its derivative there is PyTorch's. NaN stays NaN: a training that
// has gone wrong must show it.
import type { OperationOf } from '../../../../model/index.js';
import { type Pointwise, selu } from '../../../ir/index.js';
import type { Compute } from './compute.js';
import { erf } from './erf.js';

interface ActivationFunction {
  readonly value: (x: number) => number;
  /** The derivative where the function's input, or its output, is `at`. */
  readonly derivative: (at: number) => number;
}

const sigmoidOf = (x: number) => 1 / (1 + Math.exp(-x));
// Without the overflow of exp(x).
const softplusOf = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const relu6Of = (x: number) => Math.min(Math.max(x, 0), 6);

const activationFunctions: { readonly [K in Pointwise['kind']]: (of: OperationOf<K>) => ActivationFunction } = {
  relu: () => ({ value: (x) => Math.max(x, 0), derivative: (y) => (y > 0 ? 1 : 0) }),
  relu6: () => ({ value: relu6Of, derivative: (y) => (y > 0 && y < 6 ? 1 : 0) }),
  // x and y are on the same side of 0 wherever y is what is read.
  leaky_relu: ({ slope }) => ({
    value: (x) => (x > 0 ? x : x * slope),
    derivative: (at) => (at > 0 ? 1 : slope),
  }),
  sigmoid: () => ({ value: sigmoidOf, derivative: (y) => y * (1 - y) }),
  hard_sigmoid: () => ({ value: (x) => relu6Of(x + 3) / 6, derivative: (y) => (y > 0 && y < 1 ? 1 / 6 : 0) }),
  tanh: () => ({ value: Math.tanh, derivative: (y) => 1 - y * y }),
  gelu: () => ({
    value: (x) => x * normalDistribution(x),
    derivative: (x) => normalDistribution(x) + (x * Math.exp(-x * x * 0.5)) / Math.sqrt(2 * Math.PI),
  }),
  swish: () => ({
    value: (x) => x * sigmoidOf(x),
    derivative: (x) => {
      const s = sigmoidOf(x);
      return s * (1 + x * (1 - s));
    },
  }),
  hard_swish: () => ({
    value: (x) => (x * relu6Of(x + 3)) / 6,
    derivative: (x) => (x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1),
  }),
  elu: ({ alpha }) => ({
    value: (x) => (x > 0 ? x : alpha * Math.expm1(x)),
    derivative: alpha >= 0 ? (y) => (y > 0 ? 1 : y + alpha) : (x) => (x > 0 ? 1 : alpha * Math.exp(x)),
  }),
  selu: () => ({
    value: (x) => selu.scale * (x > 0 ? x : selu.alpha * Math.expm1(x)),
    derivative: (y) => (y > 0 ? selu.scale : y + selu.scale * selu.alpha),
  }),
  softplus: () => ({ value: softplusOf, derivative: (y) => -Math.expm1(-y) }),
  mish: () => ({
    value: (x) => x * Math.tanh(softplusOf(x)),
    derivative: (x) => {
      const t = Math.tanh(softplusOf(x));
      return t + x * sigmoidOf(x) * (1 - t * t);
    },
  }),
};

function normalDistribution(x: number): number {
  return 0.5 * (1 + erf(x * Math.SQRT1_2));
}

function activationOf(pointwise: Pointwise): ActivationFunction {
  // The row is the function's own, which TypeScript cannot follow through a table.
  return (activationFunctions[pointwise.kind] as (of: Pointwise) => ActivationFunction)(pointwise);
}

export const pointwise: Compute<'pointwise'> = ({ size, function: of }, [x], [y]) => {
  const { value } = activationOf(of);
  for (let i = 0; i < size; i++) y[i] = value(x[i]);
};

export const pointwiseGradient: Compute<'pointwise-gradient'> = ({ size, function: of }, [at, dy], [dx]) => {
  const { derivative } = activationOf(of);
  for (let i = 0; i < size; i++) dx[i] = dy[i] * derivative(at[i]);
};
