// Messages between the extension and its training page, and their schemas. Each side parses what it receives once;
// `messageVersion` distinguishes a page of another build from a malformed message.
import type { Graph, TrainingJob } from '../../../model/index.js';
import {
  arrayOf,
  boolean,
  count,
  object,
  oneOf,
  optional,
  parse,
  positive,
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
  storeChoices,
  type TuningCache,
  tuningCache,
} from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import { readTuningMode, type TuningMode, tuningModes } from '../../../runtime/backends/webgpu/tuning/tuning-mode.js';
import type { TrainingEvent } from '../../../runtime/train/events.js';
import { type FileMessage, type FileRequest, fileMessages, fileRequests } from './file-messages.js';
import { graph } from './graph-schema.js';
import { job } from './job-schema.js';
import { events, threads } from './process-messages.js';
import { messageVersion } from './version.js';

export { type LastAdapter, readLastAdapter, readTuningMode, storeChoices, type TuningCache, tuningCache };

/** When a training measures its kernels, and what earlier ones measured. */
export interface TuningRequest {
  readonly when: TuningMode;
  readonly cache: TuningCache;
}

/** `auto`: WebGPU, or the CPU where there is none. */
export const backendSettings = ['auto', 'webgpu', 'cpu'] as const;
export type BackendSetting = (typeof backendSettings)[number];

/** Where to train. */
export interface PlaceToTrain {
  readonly backend: BackendSetting;
  /** Where the CPU trains: in a process of the extension, else in the page's worker. */
  readonly cpu: 'process' | 'worker';
  /** Of the CPU; 0: all cores but one. */
  readonly threads: number;
  /** On the CPU: the same bits on every machine. */
  readonly reproducible: boolean;
}

/** Settings of the user; the default for what is none. */
export function readPlaceSettings(settings: {
  readonly backend: unknown;
  readonly cpuThreads: unknown;
  readonly reproducible: unknown;
}): Omit<PlaceToTrain, 'cpu'> {
  return {
    backend: parse(oneOf(...backendSettings), settings.backend) ?? 'auto',
    threads: parse(threads, settings.cpuThreads) ?? 0,
    reproducible: settings.reproducible === true,
  };
}

/** A training in the extension's process, for a page that was loaded again: all that it missed. */
export interface RunningTraining {
  readonly run: number;
  /** Steps may have been left out. */
  readonly events: readonly TrainingEvent[];
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
      readonly place: PlaceToTrain;
      readonly running?: RunningTraining;
    }
  /** `file` is its name, for people. */
  | { readonly type: 'errors'; readonly file: string; readonly errors: readonly ErrorLine[] }
  | { readonly type: 'failed'; readonly message: string }
  /** The page was hidden or is shown again. */
  | { readonly type: 'visibility'; readonly visible: boolean }
  | ProcessReport
  | FileMessage;

/** From the training in the extension's process that the page started under this number. */
export type ProcessReport =
  | { readonly type: 'process-events'; readonly run: number; readonly events: readonly TrainingEvent[] }
  /** Images read so far. */
  | { readonly type: 'process-images'; readonly run: number; readonly done: number; readonly of: number };

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
  /** Train the job in a process, from its beginning or from where the last process ended. */
  | { readonly type: 'process-start'; readonly run: number; readonly resume: boolean }
  /** Stop it soon, with its last event. */
  | { readonly type: 'process-stop'; readonly run: number }
  /** End it at once. */
  | { readonly type: 'process-end'; readonly run: number }
  | FileRequest;

const maxErrors = 1_000;
const maxIdentity = 1_000;

const hostMessage = where(
  variant<HostMessage, 'type'>('type', {
    compiling: {},
    train: {
      graph,
      job,
      bytes: count,
      lines: arrayOf(count, Number.POSITIVE_INFINITY),
      tuning: object<TuningRequest>({ when: oneOf(...tuningModes), cache: tuningCache }),
      place: object<PlaceToTrain>({
        backend: oneOf(...backendSettings),
        cpu: oneOf('process', 'worker'),
        threads,
        reproducible: boolean,
      }),
      running: optional(object<RunningTraining>({ run: positive, events })),
    },
    errors: { file: text, errors: arrayOf(object<ErrorLine>({ line: count, message: text }), maxErrors) },
    failed: { message: text },
    visibility: { visible: boolean },
    'process-events': { run: positive, events },
    'process-images': { run: positive, done: count, of: count },
    ...fileMessages,
  }),
  (message) => message.type !== 'train' || message.lines.length === message.graph.layers.length,
);

const pageMessage = variant<PageMessage, 'type'>('type', {
  ready: {},
  restart: {},
  reveal: { line: count },
  adapter: { adapter: seenAdapter },
  measured: { adapter: stringOf(maxIdentity), choices },
  'process-start': { run: positive, resume: boolean },
  'process-stop': { run: positive },
  'process-end': { run: positive },
  ...fileRequests,
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
