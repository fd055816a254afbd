// What a data set is: images and labels in memory, and what is known of it without loading it.
import type { Shape } from '../../language/graph/index.js';

/** Known without reading a file, so that a network can be checked against its data before anything is loaded. */
export interface DataSetDescription {
  /** The word a `train` statement uses. */
  readonly name: string;
  readonly shape: Shape;
  readonly classes: number;
  readonly trainCount: number;
  readonly testCount: number;
  /** How pixels become the network's input: (pixel/255 - mean)/deviation, for each channel. */
  readonly normalisation: { readonly mean: readonly number[]; readonly deviation: readonly number[] };
}

export interface Images {
  readonly count: number;
  /** As they were stored, [count, height, width, channels]. */
  readonly pixels: Uint8Array;
  /** [count], each below the set's number of classes. */
  readonly labels: Uint8Array;
}

export interface DataSet extends DataSetDescription {
  readonly train: Images;
  readonly test: Images;
}

/** Gets a file of a data set by its name; Node reads a folder, the webview fetches. Rejects when there is none. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** A file of a data set that is not what it should be; the message names the file and the numbers. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
