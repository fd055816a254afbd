// What a layer does, with every argument resolved to numbers. One member per layer of the language:
// the tables over `Operation['kind']` in language/layers and runtime make a missing row a type error.
import type { Window } from './shape.js';

export type Operation =
  | { readonly kind: 'input' }
  | {
      readonly kind: 'conv';
      readonly filters: number;
      readonly window: Window;
      readonly groups: number;
      readonly bias: boolean;
    }
  | { readonly kind: 'maxpool'; readonly window: Window }
  /** `countPad`: the divisor counts padded pixels (as PyTorch's count_include_pad, Caffe's AVE). */
  | { readonly kind: 'avgpool'; readonly window: Window; readonly countPad: boolean }
  | { readonly kind: 'relu' }
  /** Flattens what it is given in H, W, C order, then multiplies: weights are [H*W*C, units]. */
  | { readonly kind: 'fc'; readonly units: number; readonly bias: boolean }
  | { readonly kind: 'flatten' }
  /** `rate`: the fraction dropped in training; survivors are scaled by 1/(1 - rate). */
  | { readonly kind: 'dropout'; readonly rate: number }
  /** Over channels. A final one is part of the loss and never applied twice. */
  | { readonly kind: 'softmax' };

export type Kind = Operation['kind'];

/** The operation of one kind. */
export type OperationOf<K extends Kind> = Extract<Operation, { kind: K }>;
