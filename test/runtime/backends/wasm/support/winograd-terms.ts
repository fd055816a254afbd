// How inexact Winograd's convolutions may be.
import { type ArithmeticName, arithmetics } from '../../../../../runtime/backends/wasm/kernels/arithmetic.js';
import { chooseVariant } from '../../../../../runtime/backends/wasm/kernels/conv/variants.js';
import type { Computation } from '../../../../../runtime/ir/index.js';

/**
 * Factor on the terms of a sum, as for the same tiles on WebGPU: the transforms' factors let results be 6 times as far
 * off as direct sums.
 */
export const transformTerms = 6 ** 2;

/** 1 for what is not computed by Winograd. */
export function winogradTerms(computation: Computation, arithmetic: ArithmeticName): number {
  switch (computation.kind) {
    case 'conv':
    case 'conv-input-gradient':
    case 'conv-weight-gradient':
      return chooseVariant(computation, arithmetics[arithmetic].tileRows) === 'winograd' ? transformTerms : 1;
    default:
      return 1;
  }
}
