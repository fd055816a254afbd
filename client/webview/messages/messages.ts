// Messages between the extension and its training page, and their schemas. Each side parses what it receives once;
// `messageVersion` tells a page of another build from a malformed message.
import type { Graph, TrainingJob } from '../../../model/index.js';
import {
  arrayOf,
  boolean,
  count,
  invalid,
  object,
  oneOf,
  parse,
  positive,
  type Schema,
  stringOf,
  text,
  variant,
  where,
} from '../../../model/schema.js';
import {
  type LastAdapter,
  readLastAdapter,
  seenAdapter,
} from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import {
  choices,
  remembered,
  storeChoices,
  type TuningCache,
} from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import { readTuningMode, type TuningMode, tuningModes } from '../../../runtime/backends/webgpu/tuning/tuning-mode.js';
import type { Entry, FileAnswer, FolderAnswer } from '../../../runtime/data/index.js';
import { graph } from './graph-schema.js';
import { job } from './job-schema.js';
import { messageVersion } from './version.js';

export { type LastAdapter, readLastAdapter, readTuningMode, remembered, storeChoices, type TuningCache };

/** When a training measures its kernels, and what earlier ones measured. */
export interface TuningRequest {
  readonly when: TuningMode;
  readonly remembered: TuningCache;
}

/** Zero-based line of the file. */
export interface ErrorLine {
  readonly line: number;
  readonly message: string;
}

/** Why there is no file. */
type NoFile = Exclude<FileAnswer, { kind: 'bytes' }>;

/** Extension to page. */
export type HostMessage =
  | { readonly type: 'compiling' }
  /**
   * `bytes`: planned memory of a training step; `lines`: the zero-based line of the file for each of the graph's
   * layers.
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
  /** The page was hidden or is shown again. */
  | { readonly type: 'visibility'; readonly visible: boolean }
  /** A chunk of the file requested under `id`, of `total` bytes: from `offset` on, at most `chunkBytes`. */
  | {
      readonly type: 'chunk';
      readonly id: number;
      readonly offset: number;
      readonly total: number;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'no-file'; readonly id: number; readonly answer: NoFile }
  | { readonly type: 'entries'; readonly id: number; readonly answer: FolderAnswer };

/** Page to extension. */
export type PageMessage =
  /** The page listens; it has missed every earlier message. */
  | { readonly type: 'ready' }
  /** Compile the file as it is now, and train again. */
  | { readonly type: 'restart' }
  /** Show this zero-based line of the file. */
  | { readonly type: 'reveal'; readonly line: number }
  /** A training was given this adapter. */
  | { readonly type: 'adapter'; readonly adapter: LastAdapter }
  /** Kernels were measured on the adapter of this identity: store all its choices by shape. */
  | { readonly type: 'measured'; readonly adapter: string; readonly choices: TuningCache[string] }
  /** Read a file of the job's data, of at most `most` bytes; the answers carry the `id`. */
  | { readonly type: 'read'; readonly id: number; readonly path: string; readonly most: number }
  /** Send its next chunk. */
  | { readonly type: 'next'; readonly id: number }
  /** List a folder of the job's data. */
  | { readonly type: 'list'; readonly id: number; readonly path: string };

/** The largest chunk of a file that is sent at once. */
export const chunkBytes = 2 * 1024 * 1024;

const maxErrors = 1_000;
const maxEntries = 1_000_000;
const maxIdentity = 1_000;

const chunk: Schema<Uint8Array> = (value) =>
  value instanceof Uint8Array && value.length <= chunkBytes ? value : invalid;

const failures = { missing: {}, refused: { reason: text } };

const hostMessage = where(
  variant<HostMessage, 'type'>('type', {
    compiling: {},
    train: {
      graph,
      job,
      bytes: count,
      lines: arrayOf(count, Number.POSITIVE_INFINITY),
      tuning: object<TuningRequest>({ when: oneOf(...tuningModes), remembered }),
    },
    errors: { file: text, errors: arrayOf(object<ErrorLine>({ line: count, message: text }), maxErrors) },
    failed: { message: text },
    visibility: { visible: boolean },
    chunk: { id: positive, offset: count, total: count, bytes: chunk },
    'no-file': {
      id: positive,
      answer: variant<NoFile, 'kind'>('kind', { ...failures, 'too-large': { bytes: count } }),
    },
    entries: {
      id: positive,
      answer: variant<FolderAnswer, 'kind'>('kind', {
        ...failures,
        entries: {
          entries: arrayOf(object<Entry>({ name: text, kind: oneOf('file', 'folder', 'link', 'other') }), maxEntries),
        },
      }),
    },
  }),
  (message) => message.type !== 'train' || message.lines.length === message.graph.layers.length,
);

const pageMessage = variant<PageMessage, 'type'>('type', {
  ready: {},
  restart: {},
  reveal: { line: count },
  adapter: { adapter: seenAdapter },
  measured: { adapter: stringOf(maxIdentity), choices },
  read: { id: positive, path: text, most: count },
  next: { id: positive },
  list: { id: positive, path: text },
});

/** The message that an untrusted value represents, if any. */
export function parseHostMessage(value: unknown): HostMessage | undefined {
  return parse(hostMessage, value);
}

/** Whether a value is a message of another build of the extension. */
export function isOfOtherVersion(value: unknown): boolean {
  const message = parse(object({ version: count }), value);
  return message !== undefined && message.version !== messageVersion;
}

/** The message that an untrusted value represents, if any. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  return parse(pageMessage, value);
}
