// What a file means, as plain data: the starting point of every server request and every command.
import type { BlockUse, Cost, Goal, Graph, Layer, Shape, Totals, TrainingJob } from '../model/index.js';
import type { Diagnostic } from './diagnostics/diagnostic.js';
import type { UnitFields } from './measure/fields/receptive-field.js';
import type { Range } from './text/range.js';

/** One layer instance with its figures and its origin in the text. */
export interface Instance {
  readonly layer: Layer;
  /** The call it was expanded from, e.g. `conv(6, 5x5)`. */
  readonly origin: Range;
  /** The path of the imported file that contains the call, as written; absent for the file analysed. */
  readonly file?: string;
  readonly cost: Cost;
  readonly field: UnitFields;
  /** Arguments from the file's `defaults`, and their ranges there. */
  readonly defaults?: Readonly<Record<string, Range>>;
  /** The repetitions around it, outermost first, e.g. [{ index: 2, count: 3 }] for the second of `[...]*3`. */
  readonly repeats: readonly { readonly index: number; readonly count: number }[];
  /** A join whose branches are centred on different pixels: it joins values of different places. */
  readonly misaligned: boolean;
}

/** One use of a block in a network: a call, and the layers it expanded to. */
export interface BlockInstance extends BlockUse {
  /** The call, e.g. `Stage(64, 3)`. */
  readonly origin: Range;
  /** The imported file that contains the call; absent for the file analysed. */
  readonly file?: string;
  /** Its layers have the ids from `first` up to, but not including, `end`. */
  readonly first: number;
  readonly end: number;
  /** The layers whose tensors flow in and out. */
  readonly given: number;
  readonly result: number;
}

export interface NetworkAnalysis {
  readonly name: string;
  /** The whole statement. */
  readonly range: Range;
  /** Its name, or for a nameless network its first element. */
  readonly nameRange: Range;
  /** Every layer that could be expanded, also of a network with errors. */
  readonly graph: Graph;
  /** Parallel to `graph.layers`. */
  readonly instances: readonly Instance[];
  /** All block instances; inner ones come before the ones around them. */
  readonly blocks: readonly BlockInstance[];
  readonly totals: Totals;
  /** Has no error: the graph can be trained. */
  readonly sound: boolean;
}

/** What is known of a job's images before they are loaded. */
export interface KnownImages {
  readonly range: Range;
  /** As the network receives them; `cropped`: after a crop. */
  readonly shape?: Shape;
  readonly cropped: boolean;
  readonly classes?: number;
  readonly goal: Goal;
}

export interface JobAnalysis {
  /** The whole `train` statement. */
  readonly range: Range;
  readonly nameRange: Range;
  /** Absent where the statement has an error. */
  readonly job?: TrainingJob;
  /** The name of the network it trains. */
  readonly network: string;
  /** Its training images and the range of that setting; absent where the setting has an error. */
  readonly data?: KnownImages;
  /** The paths it freezes, with their ranges. */
  readonly freeze: readonly { readonly path: string; readonly range: Range }[];
  /** The range of the batch size, for memory diagnostics; that of the name where the default is used. */
  readonly batchRange: Range;
  /** The range of its memory budget, if it has one. */
  readonly memoryRange?: Range;
}

export interface Analysis {
  readonly networks: readonly NetworkAnalysis[];
  readonly jobs: readonly JobAnalysis[];
  readonly diagnostics: readonly Diagnostic[];
  /** Codes that `// cnn: allow` comments switch off, also for diagnostics found later. */
  readonly allowed: readonly string[];
  /** The stacks of what threw in the analysis, for the log: mistakes of ours, each with its diagnostic. */
  readonly failures?: readonly string[];
  /** The analysis threw as a whole: an earlier one knows more. */
  readonly failed?: boolean;
}
