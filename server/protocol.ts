// What our language server hears and answers beyond the protocol: types only, shared with the client.
import type { Graph, TrainingJob } from '../model/index.js';
import type { SeenAdapter } from '../runtime/backends/webgpu/tuning/last-adapter.js';

export interface InitializationOptions {
  /** The adapter last seen, as the client kept it; memory is planned for it. */
  readonly adapter?: SeenAdapter;
}

/** Client to server, a notification with a `SeenAdapter`: a training has just been given this one. */
export type AdapterSeenMethod = 'receptive/adapterSeen';

/** Client to server: give me the network at this place, ready to be compiled and trained. */
export type CompileMethod = 'receptive/compile';

export interface CompileParams {
  readonly uri: string;
  /** Zero-based; the network or train job that holds it, else the nearest, is taken. */
  readonly position: { readonly line: number; readonly character: number };
}

/** Where an error stands, for the panel to show instead of training. Zero-based line. */
export interface CompileError {
  readonly line: number;
  readonly message: string;
}

export type CompileResult =
  | {
      readonly kind: 'ready';
      readonly graph: Graph;
      /** The job written in the file, or a default one for a network without. */
      readonly job: TrainingJob;
      /** Bytes of a training step for `job.batch`, by the runtime's planner. */
      readonly trainingBytes: number;
      /** Parallel to the graph's layers: the zero-based line of the file to show for each. */
      readonly lines: readonly number[];
    }
  | { readonly kind: 'errors'; readonly errors: readonly CompileError[] };
