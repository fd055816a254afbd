// What a file means, as plain data: the answer every request of the server and every command of the
// command line starts from.
import type { Cost, Graph, Layer, ReceptiveField, Shape, Totals, TrainingJob } from '../model/index.js';
import type { Diagnostic } from './diagnostics/diagnostic.js';
import type { Range } from './text/range.js';

/** One layer instance with its figures and its place in the text. */
export interface Instance {
  readonly layer: Layer;
  /** The call that made it, e.g. `conv(6, 5x5)`. */
  readonly origin: Range;
  /** The imported file that call stands in, as the import writes it; absent for the file analysed. */
  readonly file?: string;
  readonly cost: Cost;
  readonly field: ReceptiveField;
  /** Arguments that the file's `defaults` gave it, and where they stand there. */
  readonly defaults?: Readonly<Record<string, Range>>;
  /** Repetitions it stands in, outermost first, e.g. [{ index: 2, count: 3 }] for the second of `[...]*3`. */
  readonly repeats: readonly { readonly index: number; readonly count: number }[];
  /** A join whose branches see the input on different grids, so that what is added does not lie on one another. */
  readonly misaligned: boolean;
}

/** One use of a block in a network: a call, and the layers it came to. */
export interface BlockInstance {
  /** The block's name. */
  readonly block: string;
  readonly path: string;
  /** The call, e.g. `Stage(64, 3)`. */
  readonly origin: Range;
  /** The imported file that call stands in; absent for the file analysed. */
  readonly file?: string;
  /** Its layers are those from `first` up to, but not including, `end`. */
  readonly first: number;
  readonly end: number;
  /** The layers that made the tensor it is given and the one it answers with. */
  readonly given: number;
  readonly result: number;
}

export interface NetworkAnalysis {
  readonly name: string;
  /** The whole statement. */
  readonly range: Range;
  /** Its name, or for a nameless network its first element. */
  readonly nameRange: Range;
  /** Holds every layer that could be understood, also where the network does not fit together. */
  readonly graph: Graph;
  /** Parallel to `graph.layers`. */
  readonly instances: readonly Instance[];
  /** Every use of a block; those inside another come before it. */
  readonly blocks: readonly BlockInstance[];
  readonly totals: Totals;
  /** No error inside: the graph is the network meant, and can be trained. */
  readonly sound: boolean;
}

/** What is known of a job's images before they are read. */
export interface KnownImages {
  readonly range: Range;
  /** As the network is given them: `cropped` where a crop made that of another size. */
  readonly shape?: Shape;
  readonly cropped: boolean;
  readonly classes?: number;
}

export interface JobAnalysis {
  /** The whole `train` statement. */
  readonly range: Range;
  readonly nameRange: Range;
  /** Absent where the statement has an error. */
  readonly job?: TrainingJob;
  /** The network it trains, as written. */
  readonly network: string;
  /** The images it is taught with, and where that is said; absent where it could not be read. */
  readonly data?: KnownImages;
  /** The paths it freezes, each where it stands. */
  readonly freeze: readonly { readonly path: string; readonly range: Range }[];
  /** Where the batch stands, to mark memory diagnostics on; the name's range where it is left to its default. */
  readonly batchRange: Range;
  /** Where its memory is written, if it is. */
  readonly memoryRange?: Range;
}

export interface Analysis {
  readonly networks: readonly NetworkAnalysis[];
  readonly jobs: readonly JobAnalysis[];
  readonly diagnostics: readonly Diagnostic[];
  /** Codes that a comment in the file allows: whoever finds more diagnostics keeps quiet about these. */
  readonly allowed: readonly string[];
}
