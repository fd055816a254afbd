// What a computation of the reference is: a function over plain arrays.
import type { ComputationKind, ComputationOf, PartSettings } from '../../ir/index.js';

/** A tensor's numbers: 32-bit to train with, 64-bit where the reference serves as an oracle, and whole for labels. */
export type Values = Float32Array | Float64Array | Uint32Array;

/** What a step gives its computations beside their tensors. */
export interface Context {
  readonly settings: PartSettings;
  /**
   * At least `length` numbers to work in, of any content; the same memory at every call. Of the tensors' own kind: an
   * inner loop that sees one kind of array only is twice as fast.
   */
  scratch(length: number): Values;
}

/**
 * Computes `outputs` from `inputs`, both in the order that `Computation` (runtime/program) states.
 */
export type Compute<K extends ComputationKind> = (
  computation: ComputationOf<K>,
  inputs: readonly Values[],
  outputs: readonly Values[],
  context: Context,
) => void;
