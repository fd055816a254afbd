// Messages between the extension and its process that trains on the CPU. Each side parses what it receives once; what
// the process reports goes on to the page.
import type { Graph, TrainingJob } from '../../../model/index.js';
import {
  arrayOf,
  boolean,
  count,
  integerFrom,
  invalid,
  numberFrom,
  object,
  oneOf,
  optional,
  parse,
  type Schema,
  text,
  variant,
} from '../../../model/schema.js';
import { parseTrainingEvent, type TrainingEvent } from '../../../runtime/train/events.js';
import type { Resumption } from '../../../runtime/train/index.js';
import { type FileMessage, type FileRequest, fileMessages, fileRequests } from './file-messages.js';
import { graph } from './graph-schema.js';
import { job } from './job-schema.js';
import { messageVersion } from './version.js';

/** Where the training goes on; its snapshot, if there is one, is in the file. */
export type StoredResumption = Omit<Resumption, 'snapshot'>;

export interface ProcessStart {
  readonly type: 'start';
  readonly version: number;
  readonly graph: Graph;
  readonly job: TrainingJob;
  /** 0: all cores but one. */
  readonly threads: number;
  /** The same bits on every machine. */
  readonly reproducible: boolean;
  /** Where snapshots are stored. */
  readonly snapshots: string;
  readonly resumption?: StoredResumption;
}

/** Extension to process. */
export type ToProcess = ProcessStart | { readonly type: 'stop' } | FileMessage;

/** Process to extension. */
export type FromProcess =
  | { readonly type: 'events'; readonly events: readonly TrainingEvent[] }
  /** Images read so far. */
  | { readonly type: 'images'; readonly done: number; readonly of: number }
  /** The snapshot after this step is in the file. */
  | { readonly type: 'stored'; readonly step: number }
  | FileRequest;

const maxThreads = 1_000;
const maxEvents = 100_000;

const event: Schema<TrainingEvent> = (value) => parseTrainingEvent(value) ?? invalid;

function eventOf<Name extends TrainingEvent['event']>(name: Name): Schema<Extract<TrainingEvent, { event: Name }>> {
  return (value) => {
    const read = event(value);
    return read !== invalid && read.event === name ? (read as Extract<TrainingEvent, { event: Name }>) : invalid;
  };
}

export const events = arrayOf(event, maxEvents);
export const threads = integerFrom(0, maxThreads);

const toProcess = variant<ToProcess, 'type'>('type', {
  start: {
    version: oneOf(messageVersion),
    graph,
    job,
    threads,
    reproducible: boolean,
    snapshots: text,
    resumption: optional(
      object<StoredResumption>({
        reason: text,
        step: optional(eventOf('step')),
        epoch: optional(eventOf('epoch')),
        seconds: numberFrom(0),
      }),
    ),
  },
  stop: {},
  ...fileMessages,
});

const fromProcess = variant<FromProcess, 'type'>('type', {
  events: { events },
  images: { done: count, of: count },
  stored: { step: count },
  ...fileRequests,
});

/** The message that an untrusted value represents, if any. */
export function parseToProcess(value: unknown): ToProcess | undefined {
  return parse(toProcess, value);
}

/** The message that an untrusted value represents, if any. */
export function parseFromProcess(value: unknown): FromProcess | undefined {
  return parse(fromProcess, value);
}
