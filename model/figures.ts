// What a network costs and sees, as plain data: the numbers behind hovers, tables and `cnn summary`.
import type { Pair } from './shape.js';

/**
 * The parts of the input that the units of a tensor see, in pixels, each figure [vertical, horizontal]. They are not
 * clipped at the image's border, except where a layer before looked at the whole image.
 */
export interface ReceptiveField {
  /** Of the unit that sees most. */
  readonly size: Pair;
  /** Of the unit that sees least; 0 where it sees nothing. Equal to `size` where all see alike. */
  readonly smallest: Pair;
  /** Input pixels between two neighbouring units, in the mean. */
  readonly stride: Pair;
  /** Input coordinate of the first unit's centre, pixel 0's centre being 0 (Distill's convention). */
  readonly start: Pair;
  /** Every unit sees the whole image. */
  readonly whole: boolean;
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
