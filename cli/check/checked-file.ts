// What `cnn check` found in one file, which every format of its report is made from.
import type { Diagnostic } from '../../language/index.js';

export interface CheckedFile {
  /** The path as it was given. */
  readonly file: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}
