// The one signature of everything the server answers, and how a connection serves it. A new feature is a new file here
// and one line in index.ts.
import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import type { Snapshot } from '../workspace/snapshot.js';

/** Answers a request about an open document, from that document's snapshot alone. */
export interface Feature<Params, Result> {
  /** The method, as the Language Server Protocol or protocol.ts names it. */
  readonly method: string;
  /** What the server announces when it starts. */
  readonly capability: ServerCapabilities;
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

export function registerFeature(
  connection: Connection,
  feature: AnyFeature,
  takeSnapshot: (uri: string) => Snapshot | undefined,
): void {
  connection.onRequest(feature.method, (params: unknown) => {
    if ('answer' in feature) return feature.answer(params);
    const uri = feature.findUri ? feature.findUri(params) : textDocumentUri(params);
    const snapshot = uri === undefined ? undefined : takeSnapshot(uri);
    return snapshot ? feature.handle(snapshot, params) : feature.handleNotOpen?.(params);
  });
}

function textDocumentUri(params: unknown): string {
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
