// What a network costs and sees, as plain data: the numbers behind hovers, tables and `cnn summary`.
import type { Pair } from './shape.js';

/** The part of the input that one unit of a tensor sees; each figure [vertical, horizontal]. */
export interface ReceptiveField {
  readonly size: Pair;
  /** Input pixels between two neighbouring units. */
  readonly stride: Pair;
  /** Input coordinate of the first unit's centre, pixel 0's centre being 0 (Distill's convention). */
  readonly start: Pair;
}

/** A weight tensor as the textbook writes its size, e.g. `(5*5*1)*6`, and what it comes to. */
interface WeightCount {
  readonly product: string;
  readonly count: number;
}

/** What one layer instance costs, for one image. */
export interface Cost {
  /** Values in its output: H*W*C. */
  readonly activations: number;
  readonly weights: WeightCount;
  readonly biases: number;
  /** Values stored but not learned, such as batch norm's running statistics. */
  readonly buffers: number;
  /** Multiply-accumulates of convolutions and fully connected layers, biases apart. */
  readonly macs: number;
}

/** Sums over a network's layers, for one image. */
export interface Totals {
  readonly weights: number;
  readonly biases: number;
  /** weights + biases */
  readonly parameters: number;
  readonly buffers: number;
  readonly macs: number;
  /** The textbook's sum: layers that work in place (relu, dropout, flatten, softmax) add nothing. */
  readonly activations: number;
}
