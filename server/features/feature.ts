// The one signature of everything the server answers, and how a connection serves it. A new feature is a new file here
// and one line in index.ts.
import { type Connection, ErrorCodes, ResponseError, type ServerCapabilities } from 'vscode-languageserver';
import type { Snapshot } from '../workspace/snapshot.js';

/** Answers a request about an open document, from that document's snapshot alone. */
export interface Feature<Params, Result> {
  /** The method, as the Language Server Protocol or protocol.ts names it. */
  readonly method: string;
  /** What the server announces when it starts. */
  readonly capability: ServerCapabilities;
  /** Answers from the last analysis that did not fail, where the newest one did. */
  readonly servesLastGood?: boolean;
  /** The document a request is about, where its parameters are not `{ textDocument: { uri } }`. */
  findUri?(params: Params): string | undefined;
  handle(snapshot: Snapshot, params: Params): Result;
  /** The answer where the document is not open; null unless given. */
  handleNotOpen?(params: Params): Result;
}

/** Answers a request that is about no open document. */
export interface DocumentlessFeature<Params, Result> {
  readonly method: string;
  readonly capability: ServerCapabilities;
  answer(params: Params): Result;
}

/** A feature in a list: what its parameters are, its method says. */
// biome-ignore lint/suspicious/noExplicitAny: a list holds features of different parameters.
export type AnyFeature = Feature<any, unknown> | DocumentlessFeature<any, unknown>;

/** A request that fails, which is a mistake of ours, is logged with its stack and answered with null. */
export function registerFeature(
  connection: Connection,
  feature: AnyFeature,
  takeSnapshot: (uri: string) => Snapshot | undefined,
): void {
  connection.onRequest(feature.method, async (params: unknown) => {
    try {
      return (await answerRequest(feature, params, takeSnapshot)) ?? null;
    } catch (error) {
      if (error instanceof ResponseError) return error;
      connection.console.error(`${feature.method} failed: ${describeFailure(error)}`);
      return null;
    }
  });
}

/** The stack of an error, for the log. */
export function describeFailure(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function answerRequest(
  feature: AnyFeature,
  params: unknown,
  takeSnapshot: (uri: string) => Snapshot | undefined,
): unknown {
  if ('answer' in feature) return feature.answer(params);
  const uri = feature.findUri ? feature.findUri(params) : textDocumentUri(params);
  const snapshot = uri === undefined ? undefined : takeSnapshot(uri);
  if (!snapshot) return feature.handleNotOpen?.(params);
  const served = feature.servesLastGood && snapshot.lastGood ? { ...snapshot, ...snapshot.lastGood } : snapshot;
  return feature.handle(served, params);
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
