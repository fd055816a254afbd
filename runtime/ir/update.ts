// What optimizers do, as data: one rule a parameter, and the formulas that kernels and the reference both follow.

/**
 * What an optimizer does to one parameter, in place: [w, dw, ...states] -> [w, ...states], with g = dw + weightDecay*w
 * but for `decoupled` (AdamW), where g = dw and first w = w*(1 - learningRate*weightDecay). The rules are PyTorch's.
 * With `clip`, dw is first shortened: by a `norm` factor, [factor] after the states, or to +-limit of each `value`.
 */
export type Update = UpdateRule & {
  readonly clip?: { readonly kind: 'norm' } | { readonly kind: 'value'; readonly limit: number };
};

type UpdateRule =
  /**
   * States: [v] where momentum > 0, else none. v = momentum*v + g; w = w - learningRate*(nesterov ? g + momentum*v :
   * v)
   */
  | {
      readonly kind: 'sgd';
      readonly size: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  /** States: [s]. s = s + g^2; w = w - learningRate*g/(sqrt(s) + eps) */
  | { readonly kind: 'adagrad'; readonly size: number; readonly eps: number; readonly weightDecay: number }
  /** States: [s]. s = decay*s + (1 - decay)*g^2; w = w - learningRate*g/(sqrt(s) + eps) */
  | {
      readonly kind: 'rmsprop';
      readonly size: number;
      readonly decay: number;
      readonly eps: number;
      readonly weightDecay: number;
    }
  /**
   * States: [m, s]. m = beta1*m + (1 - beta1)*g; s = beta2*s + (1 - beta2)*g^2; with t = step + 1,
   * w = w - learningRate * m/(1 - beta1^t) / (sqrt(s/(1 - beta2^t)) + eps). In 32 bits 1 - beta2^t wants a series for
   * -(exp(t*ln(beta2)) - 1): at t = 1 the plain difference has lost four digits.
   */
  | {
      readonly kind: 'adam';
      readonly size: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly eps: number;
      readonly weightDecay: number;
      readonly decoupled: boolean;
    };
