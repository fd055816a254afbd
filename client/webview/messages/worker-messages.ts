// Messages between the training page and its worker. Both belong to the extension and nothing else can reach the
// worker, so `start` carries a version and only events are parsed.
import type { Graph, TrainingJob } from '../../../model/index.js';
import type { LastAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import type { TuningCache } from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import type { FileAnswer, FolderAnswer } from '../../../runtime/data/index.js';
import type { TrainingEvent } from '../../../runtime/train/events.js';
import type { TuningRequest } from './messages.js';

/** `auto`: WebGPU on a graphics processor; where there is none, `no-webgpu` says so. */
export type Backend = 'auto' | 'webgpu' | 'cpu';

export interface TrainingRequest {
  readonly graph: Graph;
  readonly job: TrainingJob;
  readonly backend: Backend;
  readonly tuning: TuningRequest;
  /** Of the CPU; 0: all cores but one. */
  readonly threads: number;
  /** On the CPU: the same bits on every machine. */
  readonly reproducible: boolean;
}

/** Page to worker. */
export type ToWorker =
  | { readonly type: 'start'; readonly version: number; readonly request: TrainingRequest }
  /** The answer to `read`. */
  | { readonly type: 'file'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'no-file'; readonly name: string; readonly message: string }
  /** The answer to `ask`. */
  | { readonly type: 'answer'; readonly id: number; readonly answer: FileAnswer | FolderAnswer }
  | { readonly type: 'stop' };

/** Worker to page. */
export type FromWorker =
  | { readonly type: 'events'; readonly events: readonly TrainingEvent[] }
  /** The worker cannot fetch: the page fetches a built-in data set's file for it. */
  | { readonly type: 'read'; readonly name: string }
  /** Read a file of the job's data, of at most `most` bytes, or list a folder: the page asks the extension. */
  | { readonly type: 'ask'; readonly id: number; readonly path: string; readonly most?: number }
  /** The training uses this adapter: at its beginning, and after a device was lost. */
  | { readonly type: 'adapter'; readonly adapter: LastAdapter }
  /** Kernels are being measured. */
  | { readonly type: 'measuring' }
  /** All current choices by shape for the adapter of this identity. */
  | { readonly type: 'measured'; readonly adapter: string; readonly choices: TuningCache[string] }
  /** Images read so far. */
  | { readonly type: 'images'; readonly done: number; readonly of: number }
  | { readonly type: 'no-webgpu'; readonly reason: string; readonly advice: string };
