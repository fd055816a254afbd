// Messages between the training page and its worker. Both belong to the extension and nothing else can reach the
// worker, so `start` carries a version and only events are parsed.
import type { Graph, TrainingJob } from '../../../model/index.js';
import type { SeenAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import type { Remembered } from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import type { FileAnswer, FolderAnswer } from '../../../runtime/data/index.js';
import type { TrainingEvent } from '../../../runtime/train/events.js';
import type { TuningRequest } from './messages.js';

export type Backend = 'webgpu' | 'reference';

export interface TrainingRequest {
  readonly graph: Graph;
  readonly job: TrainingJob;
  readonly backend: Backend;
  readonly tuning: TuningRequest;
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
  | { readonly type: 'event'; readonly event: TrainingEvent }
  /** The worker has no right to fetch: the page gets a data set's file for it. */
  | { readonly type: 'read'; readonly name: string }
  /** A file or a folder of the job's data, which the page asks the extension for; `most` for a file. */
  | { readonly type: 'ask'; readonly id: number; readonly path: string; readonly most?: number }
  /** The training was given this adapter: at its beginning, and after a device was lost. */
  | { readonly type: 'adapter'; readonly adapter: SeenAdapter }
  /** It measures kernels. */
  | { readonly type: 'measuring' }
  /** All choices by shape that hold now for the adapter of this identity. */
  | { readonly type: 'measured'; readonly adapter: string; readonly choices: Remembered[string] }
  /** Images of the data that are read. */
  | { readonly type: 'images'; readonly done: number; readonly of: number }
  | { readonly type: 'no-webgpu'; readonly reason: string; readonly advice: string };
