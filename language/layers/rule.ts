// What every layer's file says: how its arguments become an operation, what comes out, what it costs.
import type { Cost } from '../analysis/analysis.js';
import type { Kind, OperationOf, Padding, Pair, Shape, Window } from '../graph/index.js';

/** A layer's arguments, checked against their declared types and completed by the defaults. */
export interface Arguments {
  number(name: string): number;
  flag(name: string): boolean;
  pair(name: string): Pair;
  shape(name: string): Shape;
  padding(name: string): Padding | 'same';
}

/** One call of a layer, as its rule sees it. */
export interface LayerCall {
  readonly arguments: Arguments;
  /** What it is given; empty for `input`, else never empty. */
  readonly inputs: readonly Shape[];
  /** Sizes on the way here, for messages: `32x32 -> 16x16 -> 5x5`. */
  trail(): string;
  /** Marks an error on an argument, or on the layer's name where the argument was left to its default. */
  report(parameter: string, code: string, message: string): void;
}

/** How each unit of the output looks at its input: through a window, at all of it, or at its own place only. */
export type View = Window | 'whole' | 'own place';

export interface LayerRule<K extends Kind> {
  /**
   * The operation with every argument resolved, and the output's shape. Where they do not fit it reports and answers
   * with the shape most likely meant, so that later layers are still checked.
   */
  resolve(call: LayerCall): { readonly operation: OperationOf<K>; readonly output: Shape };
  /** Weights, biases, buffers and multiply-accumulates, for one image. */
  cost(operation: OperationOf<K>, input: Shape, output: Shape): Omit<Cost, 'activations'>;
  view(operation: OperationOf<K>, input: Shape): View;
  /** It can work in place, so the textbook's sum of activations does not count its output. */
  readonly inPlace: boolean;
}

/** The cost of a layer that learns nothing and multiplies nothing. */
export const free: Omit<Cost, 'activations'> = { weights: { product: '', count: 0 }, biases: 0, buffers: 0, macs: 0 };
