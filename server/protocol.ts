// The messages between our client and our server beyond the Language Server Protocol: types only, since the client
// imports nothing else of the server.
import type { Graph, TrainingJob } from '../model/index.js';
import type { LastAdapter } from '../runtime/backends/webgpu/tuning/last-adapter.js';

/** Increased with every change of a message below: a server refuses a client of another version. */
export type ProtocolVersion = 2;

export interface InitializationOptions {
  /** Another editor, which sends none of these messages, leaves it out. */
  readonly protocol?: ProtocolVersion;
  /** The adapter of the last training, as the client has stored it; memory is planned for it. */
  readonly adapter?: LastAdapter;
}

/** Client to server, a notification with a `LastAdapter`: a training has started on this adapter. */
export type AdapterSeenMethod = 'receptive/adapterSeen';

/** Client to server, a request: the network at a position, ready to be trained. */
export type CompileMethod = 'receptive/compile';

export interface CompileParams {
  readonly uri: string;
  /** Zero-based; chooses the network or `train` statement around it, else the nearest. */
  readonly position: { readonly line: number; readonly character: number };
}

/** An error of the file, which the panel shows instead of training. Zero-based line. */
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

/** Client to server, a request with `CompileParams`: the figures of the network at a position. */
export type NetworkAtMethod = 'receptive/networkAt';

/** Null where the file has no network. */
export type NetworkAtResult = {
  readonly name: string;
  /** Where its name begins, zero-based. */
  readonly start: { readonly line: number; readonly character: number };
  readonly parameters: number;
  /** Multiply-accumulates for one image. */
  readonly macs: number;
  /** Without errors; else the figures are those of the layers that could be measured. */
  readonly sound: boolean;
  /** Bytes of a training step of its job; absent while it is computed, and for a network with errors. */
  readonly trainingBytes?: number;
  /** All figures, as the hover on its name has them. */
  readonly markdown: string;
} | null;
