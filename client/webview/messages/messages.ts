// What the extension and its training page say to each other. Both sides check what they are given: a message of
// another version, or from somebody else in the page, must not get further than here.
import type { Graph, TrainingJob } from '../../../model/index.js';
import { readSeenAdapter, type SeenAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import {
  type Remembered,
  readChoices,
  readRemembered,
  remember,
} from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import { readTuning, type Tuning } from '../../../runtime/backends/webgpu/tuning/tuning-mode.js';
import type { FileAnswer, FolderAnswer } from '../../../runtime/data/index.js';
import { arrayOf, count, type Fields, isRecord, positive, text } from './checks.js';
import { isFolderAnswer, isNoFile } from './file-checks.js';
import { isGraph } from './graph-check.js';
import { isTrainingJob } from './job-checks.js';

export { type Remembered, readRemembered, readSeenAdapter, readTuning, remember, type SeenAdapter, type Tuning };

/** When a training measures its kernels, and what was measured before it. */
export interface TuningRequest {
  readonly when: Tuning;
  readonly remembered: Remembered;
}

/** Zero-based line of the file. */
export interface ErrorLine {
  readonly line: number;
  readonly message: string;
}

/** Extension to page. */
export type HostMessage =
  | { readonly type: 'compiling' }
  /**
   * `bytes`: what a training step will take, by the planner; `lines`, parallel to the graph's layers: the zero-based
   * line of the file to show for each; `tuning`: when kernels are measured, and what is remembered of adapters.
   */
  | {
      readonly type: 'train';
      readonly graph: Graph;
      readonly job: TrainingJob;
      readonly bytes: number;
      readonly lines: readonly number[];
      readonly tuning: TuningRequest;
    }
  /** `file` is its name, for people. */
  | { readonly type: 'errors'; readonly file: string; readonly errors: readonly ErrorLine[] }
  | { readonly type: 'failed'; readonly message: string }
  /** A part of the file asked for under `id`, of `total` bytes: from `offset` on, at most `pieceBytes`. */
  | {
      readonly type: 'piece';
      readonly id: number;
      readonly offset: number;
      readonly total: number;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'no-file'; readonly id: number; readonly answer: Exclude<FileAnswer, { kind: 'bytes' }> }
  | { readonly type: 'entries'; readonly id: number; readonly answer: FolderAnswer };

/** Page to extension. */
export type PageMessage =
  /** The page listens: it has missed whatever was sent before. */
  | { readonly type: 'ready' }
  /** Compile the file as it is now, and train again. */
  | { readonly type: 'restart' }
  /** Show this zero-based line of the file. */
  | { readonly type: 'reveal'; readonly line: number }
  /** A training was given this adapter. */
  | { readonly type: 'adapter'; readonly adapter: SeenAdapter }
  /** Kernels were measured on the adapter of this identity: all its choices by shape are to be remembered. */
  | { readonly type: 'measured'; readonly adapter: string; readonly choices: Remembered[string] }
  /** A file of the job's data, whole, where it has at most `most` bytes; the answers carry the `id`. */
  | { readonly type: 'read'; readonly id: number; readonly path: string; readonly most: number }
  /** The next piece of it. */
  | { readonly type: 'next'; readonly id: number }
  /** What lies in a folder of the job's data. */
  | { readonly type: 'list'; readonly id: number; readonly path: string };

/** Bytes of a file that go over at once: enough to be quick, little beside what a page has. */
export const pieceBytes = 2 * 1024 * 1024;

const maximumErrors = 1_000;

/** The message that an untrusted value is; undefined when it is none. */
export function parseHostMessage(value: unknown): HostMessage | undefined {
  if (!isRecord(value)) return undefined;
  const { type } = value;
  if (type === 'compiling') return { type };
  if (type === 'failed' && text(value.message)) return { type, message: value.message };
  if (type === 'errors' && text(value.file) && arrayOf(isErrorLine, maximumErrors)(value.errors)) {
    return { type, file: value.file, errors: value.errors };
  }
  if (type === 'train') return trainMessage(value);
  const { id, answer } = value;
  if (!positive(id)) return undefined;
  if (type === 'no-file' && isNoFile(answer)) return { type, id, answer };
  if (type === 'entries' && isFolderAnswer(answer)) return { type, id, answer };
  if (type === 'piece' && isPiece(value.bytes) && count(value.offset) && count(value.total)) {
    return { type, id, offset: value.offset, total: value.total, bytes: value.bytes };
  }
  return undefined;
}

function trainMessage({ graph, job, bytes, lines, tuning }: Fields): HostMessage | undefined {
  if (!isGraph(graph) || !isTrainingJob(job) || !count(bytes)) return undefined;
  if (!arrayOf(count, graph.layers.length)(lines) || lines.length !== graph.layers.length) return undefined;
  const when = isRecord(tuning) ? readTuning(tuning.when) : undefined;
  if (!isRecord(tuning) || when === undefined) return undefined;
  return { type: 'train', graph, job, bytes, lines, tuning: { when, remembered: readRemembered(tuning.remembered) } };
}

/** The message that an untrusted value is; undefined when it is none. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (!isRecord(value)) return undefined;
  const { type } = value;
  if (type === 'ready' || type === 'restart') return { type };
  if (type === 'reveal' && count(value.line)) return { type, line: value.line };
  if (type === 'adapter') {
    const adapter = readSeenAdapter(value.adapter);
    return adapter && { type, adapter };
  }
  if (type === 'measured') {
    const choices = readChoices(value.choices);
    return identity(value.adapter) && choices ? { type, adapter: value.adapter, choices } : undefined;
  }
  const { id, path, most } = value;
  if (!positive(id)) return undefined;
  if (type === 'next') return { type, id };
  if (type === 'list' && text(path)) return { type, id, path };
  if (type === 'read' && text(path) && count(most)) return { type, id, path, most };
  return undefined;
}

/** As long as what is remembered may be called. */
function identity(value: unknown): value is string {
  return text(value) && value.length <= 1_000;
}

function isPiece(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length <= pieceBytes;
}

function isErrorLine(value: unknown): value is ErrorLine {
  return isRecord(value) && count(value.line) && text(value.message);
}
