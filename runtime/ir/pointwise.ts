// Functions of each value by itself, and which of x and y their derivative is computed from. Where y is enough, x need
// not be stored, and y is nearly always stored already for the layer that reads it.
import type { OperationOf } from '../../model/index.js';

/** A function of each value by itself. */
export type Pointwise = OperationOf<
  | 'relu'
  | 'relu6'
  | 'leaky_relu'
  | 'sigmoid'
  | 'hard_sigmoid'
  | 'tanh'
  | 'gelu'
  | 'swish'
  | 'hard_swish'
  | 'elu'
  | 'selu'
  | 'softplus'
  | 'mish'
>;

/** What a `pointwise-gradient` reads beside dy: the function's input x, or its output y. */
export function derivativeReads(pointwise: Pointwise): 'x' | 'y' {
  switch (pointwise.kind) {
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'hard_sigmoid':
    case 'tanh':
    case 'selu':
    case 'softplus':
      return 'y';
    case 'leaky_relu':
      // With a negative slope the sign of x no longer follows from y.
      return pointwise.slope >= 0 ? 'y' : 'x';
    case 'elu':
      return pointwise.alpha >= 0 ? 'y' : 'x';
    case 'gelu':
    case 'swish':
    case 'hard_swish':
    case 'mish':
      return 'x';
  }
}

/** The constants of `selu`: x above 0 becomes scale*x, below it scale*alpha*(exp(x) - 1). */
export const selu = { scale: 1.0507009873554805, alpha: 1.6732632423543772 } as const;
