// What is known of an instance beside its layers: where it stands, and how to place it again.
import type { Layer, Shape } from '../../graph/index.js';
import type { BlockInstance } from '../analysis.js';
import type { Range } from '../problem.js';

/** Where the call of a layer stands in the text: copies of an instance share it. */
export interface Origin {
  readonly range: Range;
  /** How the imported file it stands in is called; absent for the file being analysed. */
  readonly file?: string;
  /** Arguments that the file's `defaults` gave it, and where they stand there. */
  readonly defaults?: Readonly<Record<string, Range>>;
}

/** The repeats around an instance, outermost first. */
export type Repeats = readonly { readonly index: number; readonly count: number }[];

/** What one instance placed, kept to be copied where an equal one stands (template.ts). */
export interface Template {
  /** As they were placed, from `start` on, with the ids they have there. */
  readonly layers: readonly Layer[];
  readonly start: number;
  /** Parallel to `layers`. */
  readonly origins: readonly Origin[];
  readonly repeats: readonly Repeats[];
  /** The ends of the layers' paths, behind that of the instance. */
  readonly names: readonly string[];
  /** Uses of blocks in it. */
  readonly blocks: readonly BlockInstance[];
  /** The layer that made the tensor it was given: the only one it reads from elsewhere. */
  readonly given: number;
  /** The shape it was expanded for. */
  readonly shape: Shape;
  /** Its answer: one of its layers, or what it was given. */
  readonly result: { readonly id: number; readonly shape: Shape };
  /** How much of the first instance's paths and repeats came from where it stood. */
  readonly pathLength: number;
  readonly repeatDepth: number;
  /** Errors reported while it was expanded: a copy has as many. */
  readonly errors: number;
}
