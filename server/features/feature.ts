// The one signature of everything the server answers, and how a connection serves it. A new feature is a new file here
// and one line in index.ts.
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Interruptible } from '../../model/interruptible.js';
import type { Background, Task } from '../workspace/background.js';
import type { AnalysedFile, Snapshot } from '../workspace/snapshot.js';

/** A request about an open document. */
interface DocumentFeature<Params, Result> {
  /** The method, as the Language Server Protocol or protocol.ts names it. */
  readonly method: string;
  /** What the server announces when it starts. */
  readonly capability: ServerCapabilities;
  /** Answers from the last analysis that did not fail, where the newest one did. */
  readonly servesLastGood?: boolean;
  /** The document a request is about, where its parameters are not `{ textDocument: { uri } }`. */
  findUri?(params: Params): string | undefined;
  /** The answer where the document is not open; null unless given. */
  handleNotOpen?(params: Params): Result;
}

/** Answers from the document's snapshot alone, at once. */
export interface Feature<Params, Result> extends DocumentFeature<Params, Result> {
  handle(snapshot: Snapshot, params: Params): Result;
}

/** Answers from the document's snapshot alone, after work that may be long: other requests are answered between. */
export interface LongFeature<Params, Result> extends DocumentFeature<Params, Result> {
  compute(snapshot: Snapshot, params: Params): Interruptible<Result>;
  /** The answer where the work takes long: the work goes on for the next request. Without it, the request waits. */
  answerMeanwhile?(snapshot: Snapshot, params: Params): Result;
  /** The answer is of use after an edit of the document, too. */
  outlivesEdits?: boolean;
}

/** Slices after which `answerMeanwhile` answers: about 50 ms. */
export const patience = 5;

/** Answers a request that is about no one document. */
export interface DocumentlessFeature<Params, Result> {
  readonly method: string;
  readonly capability: ServerCapabilities;
  answer(params: Params, openFiles: FeatureHost['openFiles']): Result;
}

/** A feature in a list: what its parameters are, its method says. */
// biome-ignore lint/suspicious/noExplicitAny: a list holds features of different parameters.
type AnyLongFeature = LongFeature<any, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: likewise.
export type AnyFeature = Feature<any, unknown> | AnyLongFeature | DocumentlessFeature<any, unknown>;

/** What answers are made from. */
export interface FeatureHost {
  readonly background: Background;
  /** Undefined for a document that is not open. */
  takeSnapshot(uri: string): Snapshot | undefined;
  /** All open files as they are now. */
  readonly openFiles: () => readonly AnalysedFile[];
  /** Work was finished after its request was answered: what shows its figures is out of date. */
  finishedLate(): void;
}

/** A request that fails, which is a mistake of ours, is logged with its stack and answered with null. */
export function registerFeature(connection: Connection, feature: AnyFeature, host: FeatureHost): void {
  const logFailure = (error: unknown) =>
    connection.console.error(`${feature.method} failed: ${describeFailure(error)}`);
  connection.onRequest(feature.method, async (params: unknown, token: CancellationToken) => {
    try {
      return (await answerRequest(feature, params, { host, token, logFailure })) ?? null;
    } catch (error) {
      if (error instanceof ResponseError) return error;
      logFailure(error);
      return null;
    }
  });
}

/** The stack of an error, for the log. */
export function describeFailure(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

interface Request {
  readonly host: FeatureHost;
  readonly token: CancellationToken;
  readonly logFailure: (error: unknown) => void;
}

function answerRequest(feature: AnyFeature, params: unknown, request: Request): unknown {
  if ('answer' in feature) return feature.answer(params, request.host.openFiles);
  const uri = feature.findUri ? feature.findUri(params) : textDocumentUri(params);
  const snapshot = uri === undefined ? undefined : request.host.takeSnapshot(uri);
  if (!snapshot) return feature.handleNotOpen?.(params);
  const served = feature.servesLastGood && snapshot.lastGood ? { ...snapshot, ...snapshot.lastGood } : snapshot;
  return 'handle' in feature ? feature.handle(served, params) : computeAnswer(feature, { served, params }, request);
}

async function computeAnswer(
  feature: AnyLongFeature,
  { served, params }: { readonly served: Snapshot; readonly params: unknown },
  { host, token, logFailure }: Request,
): Promise<unknown> {
  const owner = feature.outlivesEdits ? undefined : served.file.document.uri;
  const task = host.background.start(feature.compute(served, params), owner);
  const cancellation = token.onCancellationRequested(() => task.cancel());
  try {
    const outcome = await (feature.answerMeanwhile ? task.outcomeWithin(patience) : task.outcome);
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.kind === 'unfinished') {
      finishLate(task, host).catch(logFailure);
      return feature.answerMeanwhile!(served, params);
    }
    const code = token.isCancellationRequested ? LSPErrorCodes.RequestCancelled : LSPErrorCodes.ContentModified;
    return new ResponseError(code, 'The answer is not needed any more.');
  } finally {
    cancellation.dispose();
  }
}

async function finishLate(task: Task<unknown>, host: FeatureHost): Promise<void> {
  const { kind } = await task.outcome;
  if (kind === 'done') host.finishedLate();
}

function textDocumentUri(params: unknown): string {
  if (typeof params !== 'object' || params === null) {
    throw new ResponseError(ErrorCodes.InvalidParams, 'The request names no document.');
  }
  return (params as { readonly textDocument: { readonly uri: string } }).textDocument.uri;
}

/** The capabilities of all features together; objects of one name are merged. */
export function mergeCapabilities(features: readonly Pick<AnyFeature, 'capability'>[]): ServerCapabilities {
  return features.reduce<Tree>((all, { capability }) => merge(all, capability as Tree), {});
}

type Tree = Readonly<Record<string, unknown>>;

function merge(a: Tree, b: Tree): Tree {
  const merged: Record<string, unknown> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const before = merged[name];
    merged[name] = isTree(before) && isTree(value) ? merge(before, value) : value;
  }
  return merged;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
