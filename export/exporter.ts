// What an exporter gets and gives: a network with its job and weights, and the files of another framework.
import type { GroupedGraph, Layer, TrainingJob } from '../model/index.js';
import type { Layout } from './weights/layouts.js';

export interface ExportRequest {
  /** A sound network. */
  readonly graph: GroupedGraph;
  readonly job: TrainingJob;
  /** Values of all parameters and running statistics by their names in files, in our layout. */
  readonly values: ReadonlyMap<string, Float32Array>;
  /** Whether the values were learned; else they are those that a training begins with. */
  readonly isTrained: boolean;
  /** Of the weights in a file of their own. */
  readonly layout: Layout;
}

export interface ExportedFile {
  /** Without the dot; the first file's is the exporter's. */
  readonly extension: string;
  readonly content: Uint8Array;
}

export interface Exporter {
  /** As `--to` names it. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  readonly detail: string;
  readonly extension: string;
  /** At least one file. Throws an ExportError for what the format cannot say. */
  write(request: ExportRequest): readonly ExportedFile[];
}

/** What a format cannot say; the message is a sentence for people. */
export class ExportError extends Error {
  override readonly name = 'ExportError';

  constructor(
    message: string,
    /** Where it stands; undefined for what belongs to no layer. */
    readonly layer?: Layer,
  ) {
    super(message);
  }
}
