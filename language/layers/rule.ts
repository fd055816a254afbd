// The interface of a layer's rule: its operation and output shape from its arguments, its cost and its view.

import type {
  AlignedPadding,
  AutomaticPadding,
  Cost,
  Kind,
  OperationOf,
  Padding,
  Pair,
  Shape,
} from '../../model/index.js';
import type { DiagnosticEntry, LayerFix } from '../diagnostics/entry.js';
import type { View } from './views.js';

/** A layer's arguments, checked against their declared types and completed by the defaults. */
export interface Arguments {
  number(name: string): number;
  flag(name: string): boolean;
  pair(name: string): Pair;
  shape(name: string): Shape;
  padding(name: string): Padding | AutomaticPadding;
  transposedPadding(name: string): Padding | AlignedPadding;
  /** Padding of a parameter that takes no words. */
  pixels(name: string): Padding;
  symbol(name: string): string;
}

/** One call of a layer, as its rule sees it. */
export interface LayerCall {
  readonly arguments: Arguments;
  /** The shapes of its inputs: none for `input`, one for most layers, one for each branch of a join. */
  readonly inputs: readonly Shape[];
  /** Sizes on the way here, for messages: `32x32 -> 16x16 -> 5x5`. */
  sizeHistory(): string;
  /**
   * Reports a diagnostic on an argument, or on the layer's name where the argument was left to its default. An
   * index names a join's branch, or the input of another layer: then the layer's name is marked.
   */
  report<Args>(
    parameter: string | number,
    entry: DiagnosticEntry<Args, LayerFix>,
    args: Args,
    related?: readonly RelatedInput[],
  ): void;
}

/** Where an input got these sides of its shape, as a place related to a diagnostic. */
interface RelatedInput {
  readonly input: number;
  readonly sides: readonly (keyof Shape)[];
}

export interface LayerRule<K extends Kind> {
  /**
   * The operation with every argument resolved, and the output's shape. Reports arguments that do not fit, and returns
   * the shape most likely meant, so that later layers are still checked.
   */
  resolve(call: LayerCall): { readonly operation: OperationOf<K>; readonly output: Shape };
  /** Weights, biases, buffers and multiply-accumulates, for one image. */
  cost(operation: OperationOf<K>, inputs: readonly Shape[], output: Shape): LayerCost;
  /** What each unit of the output sees of the input; of a join, of each of its inputs. */
  view(operation: OperationOf<K>, input: Shape): View;
  /** It can work in place, so the textbook's sum of activations does not count its output. */
  readonly inPlace: boolean;
}

export type LayerCost = Omit<Cost, 'activations'>;

/** The cost of a layer that learns nothing and multiplies nothing. */
export const free: LayerCost = { weights: { product: '', count: 0 }, biases: 0, buffers: 0, macs: 0 };
