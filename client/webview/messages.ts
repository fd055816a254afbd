// What the extension and its training page say to each other. Both sides check what they are given: a message of
// another version, or from somebody else in the page, must not get further than here.
import type { Graph, TrainingJob } from '../../language/graph/index.js';
import { arrayOf, count, type Fields, isRecord, text } from './checks.js';
import { isGraph, isTrainingJob } from './graph-check.js';

/** Zero-based line of the file. */
export interface ErrorLine {
  readonly line: number;
  readonly message: string;
}

/** Extension to page. */
export type HostMessage =
  | { readonly type: 'compiling' }
  /**
   * `bytes`: what a training step will take, by the planner; `lines`, parallel to the graph's layers: the zero-based line of
   * the file to show for each.
   */
  | {
      readonly type: 'train';
      readonly graph: Graph;
      readonly job: TrainingJob;
      readonly bytes: number;
      readonly lines: readonly number[];
    }
  /** `file` is its name, for people. */
  | { readonly type: 'errors'; readonly file: string; readonly errors: readonly ErrorLine[] }
  | { readonly type: 'failed'; readonly message: string };

/** Page to extension. */
export type PageMessage =
  /** The page listens: it has missed whatever was sent before. */
  | { readonly type: 'ready' }
  /** Compile the file as it is now, and train again. */
  | { readonly type: 'restart' }
  /** Show this zero-based line of the file. */
  | { readonly type: 'reveal'; readonly line: number };

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
  return undefined;
}

function trainMessage({ graph, job, bytes, lines }: Fields): HostMessage | undefined {
  if (!isGraph(graph) || !isTrainingJob(job) || !count(bytes)) return undefined;
  if (!arrayOf(count, graph.layers.length)(lines) || lines.length !== graph.layers.length) return undefined;
  return { type: 'train', graph, job, bytes, lines };
}

/** The message that an untrusted value is; undefined when it is none. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (!isRecord(value)) return undefined;
  const { type } = value;
  if (type === 'ready' || type === 'restart') return { type };
  if (type === 'reveal' && count(value.line)) return { type, line: value.line };
  return undefined;
}

function isErrorLine(value: unknown): value is ErrorLine {
  return isRecord(value) && count(value.line) && text(value.message);
}
