// What is known of an instance beside its layers: where it stands, and how to place it again.
import type { Layer, Shape } from '../../graph/index.js';
import type { BlockInstance } from '../analysis.js';
import type { Range } from '../problem.js';

/** Where an instance stands: its call in the text, and the repeats around it. */
export interface Origin {
  readonly range: Range;
  /** How the imported file it stands in is called; absent for the file being analysed. */
  readonly file?: string;
  readonly repeats: readonly { readonly index: number; readonly count: number }[];
  /** Arguments that the file's `defaults` gave it, and where they stand there. */
  readonly defaults?: Readonly<Record<string, Range>>;
}

/** What one instance placed, kept to be copied where an equal one stands (template.ts). */
export interface Template {
  /** Layers with their ids and inputs counted from the first; -1 stands for the tensor it is given. */
  readonly layers: readonly Layer[];
  readonly origins: readonly Origin[];
  /** Uses of blocks in it, their layers counted likewise. */
  readonly blocks: readonly BlockInstance[];
  /** Its answer, counted likewise. */
  readonly result: number;
  readonly shape: Shape;
  /** The shape it was expanded for. */
  readonly given: Shape;
  /** How much of the first instance's paths and repeats came from where it stood. */
  readonly pathLength: number;
  readonly repeatDepth: number;
  /** Errors reported while it was expanded: a copy has as many. */
  readonly errors: number;
}
