// Where a vector of a matrix lies: in the matrix, and among the channels.
import type { I32, Local } from '../../emitter/index.js';

export interface ColumnPlace {
  /** Bytes from a tensor's first value to the vector's first. */
  readonly offset: Local<'i32'>;
  /** Added to `offset`, known at compile time. */
  readonly constantOffset: number;
  /** Bytes from the first value of a period's columns to the vector's: of a row of channels where they are in fours. */
  readonly column: I32;
  /** Added to `column`, known at compile time. */
  readonly constantColumn: number;
}
