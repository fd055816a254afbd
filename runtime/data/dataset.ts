// What a data set is: images and labels in memory; and what its readers may ask for.
import type { Shape } from '../../model/index.js';

export interface DataSet {
  /** As a file writes it, for people. */
  readonly name: string;
  readonly shape: Shape;
  readonly classes: number;
  readonly train: Images;
  readonly test: Images;
}

export interface Images {
  readonly count: number;
  /**
   * [count, height, width, channels]: bytes as they were stored, of which 255 is a 1; or numbers, taken as they are.
   */
  readonly pixels: Uint8Array | Float32Array;
  /** [count], each below the set's number of classes. */
  readonly labels: Uint8Array | Uint16Array;
}

/** Gets an embedded file by its name; Node reads a folder, the webview fetches. Rejects when there is none. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** Data that is not what it should be; the message names the file, where there is one, and the numbers. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
