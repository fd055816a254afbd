// A training job: what a `train` statement asks for, as plain data.

export type Optimizer = {
  /** Plain stochastic gradient descent: v = momentum*v + g; w = w - lr*v (PyTorch's convention). */
  readonly kind: 'sgd';
  readonly learningRate: number;
  readonly momentum: number;
};

export interface TrainingJob {
  /** The network's name. */
  readonly network: string;
  /** A data set's name, e.g. `digits`. */
  readonly data: string;
  readonly optimizer: Optimizer;
  readonly batch: number;
  readonly epochs: number;
  /** Same seed, same run: initial weights, order of the images, dropout. */
  readonly seed: number;
}
