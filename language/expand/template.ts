// A template: the stretch of a network that one block call or repetition expanded to, ready to be copied.
import type { Tensor } from '../evaluate/value.js';

export interface Template {
  /** Its layers have the ids from `start` up to, but not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** Tensors that its joins read. */
  readonly branches: number;
  /** Its layers' paths without that of the instance, filled in for the first copy. */
  names: readonly string[] | undefined;
  /** Its block instances, by index in the same way. */
  readonly firstBlock: number;
  readonly endBlock: number;
  /** The layer whose tensor flows in: the only one outside that it reads. */
  readonly given: Tensor;
  /** The tensor that flows out: of one of its layers, or the input itself. */
  readonly result: Tensor;
  /** How much of its paths and repeats came from the place where it was expanded. */
  readonly pathLength: number;
  readonly repeatDepth: number;
  /** Errors reported while it was expanded: a copy counts as many. */
  readonly errors: number;
}
