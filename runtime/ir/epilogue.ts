// Epilogues: element-wise steps applied to a result before it is stored, so that they cost no pass of their own: the
// result is written once instead of once, read and written again.
import type { Pointwise } from './pointwise.js';

/** Which values a dropout sets to zero. */
export interface DropoutMask {
  readonly rate: number;
  /** The layer's id: each draws by itself. */
  readonly layer: number;
  /** Values of an image: what is drawn for one depends on its place in the whole batch, not on its micro-batch. */
  readonly image: number;
}

/**
 * One step; `v` is the value so far, and what a step reads beside it are inputs of the instruction (see
 * `WithEpilogue`).
 */
export type Epilogue =
  /** v = f(v) */
  | { readonly kind: 'pointwise'; readonly function: Pointwise }
  /** Reads [x or y], as `derivativeReads` says: v = v*f'(at the same place) */
  | { readonly kind: 'pointwise-gradient'; readonly function: Pointwise }
  /** Reads [other]: v = v + other at the same place */
  | { readonly kind: 'add' }
  /** As the computation `dropout`; its gradient is the same. Value i of the result is value i of the layer's tensor. */
  | ({ readonly kind: 'dropout' } & DropoutMask)
  /**
   * Reads [mean, variance, scale?, shift?], each [channels], of a result [rows, channels]:
   * v = (v - mean)/sqrt(variance + eps)*scale + shift
   */
  | {
      readonly kind: 'normalise';
      readonly channels: number;
      readonly eps: number;
      readonly scale: boolean;
      readonly shift: boolean;
    };

/** How many inputs a step reads. */
export function stepInputs(step: Epilogue): number {
  switch (step.kind) {
    case 'pointwise':
    case 'dropout':
      return 0;
    case 'pointwise-gradient':
    case 'add':
      return 1;
    case 'normalise':
      return 2 + Number(step.scale) + Number(step.shift);
  }
}

/** How many inputs an epilogue reads: the last ones of its instruction. */
export function epilogueInputs(epilogue: readonly Epilogue[] = []): number {
  return epilogue.reduce((count, step) => count + stepInputs(step), 0);
}
