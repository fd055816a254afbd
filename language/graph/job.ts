// A training job: what a `train` statement asks for, as plain data. The rules are PyTorch's, defaults included.
import type { Augmentation } from './augmentation.js';
import type { DataSource } from './data.js';

/** `weightDecay` is added to the gradient (g + weightDecay*w), but for adamw, where the weight itself shrinks. */
export type Optimizer =
  /** v = momentum*v + g; w = w - lr*v, or with `nesterov` w = w - lr*(g + momentum*v). */
  | {
      readonly kind: 'sgd';
      readonly learningRate: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  /** s = s + g^2; w = w - lr*g/(sqrt(s) + eps) */
  | {
      readonly kind: 'adagrad';
      readonly learningRate: number;
      readonly eps: number;
      readonly weightDecay: number;
    }
  /** s = decay*s + (1 - decay)*g^2; w = w - lr*g/(sqrt(s) + eps) */
  | {
      readonly kind: 'rmsprop';
      readonly learningRate: number;
      readonly decay: number;
      readonly eps: number;
      readonly weightDecay: number;
    }
  /** m, s: running means of g and g^2, each divided by 1 - beta^t; w = w - lr*m/(sqrt(s) + eps). */
  | {
      readonly kind: 'adam' | 'adamw';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly eps: number;
      readonly weightDecay: number;
    };

export interface TrainingJob {
  /** The network's name. */
  readonly network: string;
  readonly data: DataSource;
  /** What happens to each image on its way into a batch, in order. */
  readonly augment: readonly Augmentation[];
  readonly optimizer: Optimizer;
  readonly batch: number;
  readonly epochs: number;
  /** Same seed, same run: initial weights, order of the images, what augmentation does to them, dropout. */
  readonly seed: number;
}
