// Open documents and what they mean: every answer comes from the newest text the editor has sent.
import { DocumentState, type LangiumDocument, URI } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { type Analysis, analysisOf } from '../language/index.js';

/**
 * Keeps the syntax trees in step with the editor: parses on opening and on every edit, forgets on closing. A newer
 * edit cancels the work on an older one. `failed` hears of what should never happen.
 */
export function followDocuments(shared: LangiumSharedServices, failed: (error: unknown) => void): void {
  const { TextDocuments, DocumentBuilder, WorkspaceLock } = shared.workspace;
  TextDocuments.onDidChangeContent(({ document }) => {
    WorkspaceLock.write((token) => DocumentBuilder.update([URI.parse(document.uri)], [], token)).catch(failed);
  });
  TextDocuments.onDidClose(({ document }) => {
    WorkspaceLock.write((token) => DocumentBuilder.update([], [URI.parse(document.uri)], token)).catch(failed);
  });
}

/** Calls back with the URI of every document that was read anew, as the editor writes it. */
export function onRead(shared: LangiumSharedServices, callback: (uri: string) => void): void {
  shared.workspace.DocumentBuilder.onDocumentPhase(DocumentState.IndexedReferences, ({ textDocument }) =>
    callback(textDocument.uri),
  );
}

/** Asks about a document once all edits sent before are read; undefined for one that is not open. */
export function ask<R>(
  shared: LangiumSharedServices,
  uri: string,
  question: (analysis: Analysis, document: LangiumDocument) => R,
): Promise<R | undefined> {
  return shared.workspace.WorkspaceLock.read(() => {
    const document = shared.workspace.LangiumDocuments.getDocument(URI.parse(uri));
    return document && document.state >= DocumentState.Parsed ? question(analysisOf(document), document) : undefined;
  });
}
