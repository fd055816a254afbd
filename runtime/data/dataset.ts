// A data set: images and what belongs to each, in memory.
import type { Shape } from '../../model/index.js';

export interface DataSet {
  /** As written in a .cnn file. */
  readonly name: string;
  readonly shape: Shape;
  /** 0 where the answers are images. */
  readonly classes: number;
  /** Of the target images, where the answers are images. */
  readonly targetShape?: Shape;
  readonly train: Images;
  readonly test: Images;
}

export interface Images {
  readonly count: number;
  /** [count, height, width, channels]: bytes, which the network gets divided by 255, or numbers as they are. */
  readonly pixels: Uint8Array | Float32Array;
  /** [count], each below `classes`; empty where the answers are images. */
  readonly labels: Uint8Array | Uint16Array;
  /** [count, height, width, channels] of the target shape, as `pixels`. */
  readonly targets?: Uint8Array | Float32Array;
}

/** Reads an embedded file by name: from a folder in Node, by fetch in the webview. Rejects when it is missing. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** Data that cannot be used; the message is a sentence for people with the file and the numbers. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
