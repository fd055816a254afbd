// The signature of a computation in plain TypeScript: a function over arrays.
import type { ComputationKind, ComputationOf, MicroBatchSettings } from '../../../ir/index.js';
import type { Slices, Values } from '../../cpu/index.js';

/** What a computation gets besides its tensors. */
export interface Context {
  readonly settings: MicroBatchSettings;
  /**
   * Scratch memory of at least `length` values, uninitialised; the same at every call. It has the type of the tensors:
   * an inner loop over one type of array is twice as fast as one over two.
   */
  scratch(length: number): Values;
}

/**
 * Computes `outputs` from `inputs`, both in the order that `Computation` (runtime/ir) states. A long computation does a
 * slice an iteration, and its outputs are complete after the last.
 */
export type Compute<K extends ComputationKind> = ((...of: Arguments<K>) => void) | ((...of: Arguments<K>) => Slices);

type Arguments<K extends ComputationKind> = [
  computation: ComputationOf<K>,
  inputs: readonly Values[],
  outputs: readonly Values[],
  context: Context,
];
