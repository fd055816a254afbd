// Where the four values of a vector belong in a kernel's result.
import type { I32, Local } from '../../emitter/index.js';

/** Where a vector's four values belong in the result. */
export interface ResultPlace {
  /** Bytes from the result's first value to the vector's first. */
  readonly offset: Local<'i32'>;
  /** Added to `offset`, known at compile time. */
  readonly constantOffset?: number;
  /**
   * Bytes of a vector of channels before the first value's channel, for steps that read a value for each channel; the
   * four values then belong to four neighbouring channels. Default: the result has no such step.
   */
  readonly channel?: I32;
  /** Added to `channel`, known at compile time. */
  readonly constantChannel?: number;
}
