// A training job: what a `train` statement asks for, as plain data. The rules are PyTorch's, defaults included.
import type { Augmentation } from './augmentation.js';
import type { DataSource } from './data-source.js';
import type { Goal } from './goal.js';
import type { Schedule } from './learning-rate.js';

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

/** The loss of each output; the training loss is their sum by the outputs' weights. */
export type Loss =
  /**
   * Softmax cross-entropy of the right class, over the classes of an output, or of each pixel. With `smoothing` s the
   * target is (1 - s)*onehot + s/classes.
   */
  | { readonly kind: 'cross_entropy'; readonly smoothing: number }
  /** The mean of (y - target)^2, y being the output as written; the target of a class is its one-hot vector. */
  | { readonly kind: 'mse' }
  /** The mean of |y - target|. */
  | { readonly kind: 'mae' };

/** How long gradients may be; longer ones are shortened before the optimizer sees them. */
export type Clipping =
  /** All gradients together, by their Euclidean norm n: times min(1, limit/(n + 1e-6)). */
  | { readonly kind: 'norm'; readonly limit: number }
  /** Each value by itself, to the range from -limit to limit. */
  | { readonly kind: 'value'; readonly limit: number };

/** How weights are drawn: uniformly in +-sqrt(6/fanIn), or in +-sqrt(6/(fanIn + fanOut)). */
export type Initialisation = 'he' | 'xavier';

/** How activations are stored for the backward pass: as f32, or as f16 where the device supports it. */
export type ActivationStorage = 'f32' | 'f16';

/** Seeds are whole numbers from 0 to this: 32 bits, which is what the random streams take. */
export const maxSeed = 2 ** 32 - 1;

export interface TrainingJob {
  /** The network's name. */
  readonly network: string;
  readonly data: DataSource;
  /** What happens to each image on its way into a batch, in order. */
  readonly augment: readonly Augmentation[];
  readonly goal: Goal;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** Absent: gradients are taken as they are. */
  readonly clip?: Clipping;
  readonly init: Initialisation;
  /** Paths of layers, blocks and repeats that keep the weights they begin with (see `isWithin`). */
  readonly freeze: readonly string[];
  /**
   * The share of the training images that are held out for validation; from 0 up to, but not including,
   * 1.
   */
  readonly validation: number;
  /** Whether most activations are recomputed in the backward pass instead of stored. */
  readonly checkpoint: boolean;
  readonly storage: ActivationStorage;
  /**
   * Bytes that the training may take; its batch is computed in as many equal parts as that asks for. Absent: at once.
   */
  readonly memory?: number;
  readonly batch: number;
  readonly epochs: number;
  /**
   * Same seed, same run: initial weights, validation images, order of the others, what augmentation does to them,
   * dropout. At most `maxSeed`.
   */
  readonly seed: number;
}
