// Open documents and what they mean: every answer comes from the newest text the editor has sent.
import { DocumentState, type LangiumDocument, URI } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { type Analysis, analysisOf, type Importer } from '../language/index.js';
import { builtinsScheme } from './definition.js';
import { ImportedFiles, type ReadSource } from './imports.js';

export interface Listener {
  /** A document means something new: it was read anew, or a file it imports has changed. The URI is the editor's. */
  changed(uri: string, why: 'edited' | 'import'): void;
  closed(uri: string): void;
  /** Hears of what should never happen. */
  failed(error: unknown): void;
}

export interface Documents {
  /**
   * Asks about a document once all edits sent before are read; undefined for one that is not open. `importer` finds what
   * the document imports.
   */
  ask<R>(
    uri: string,
    question: (analysis: Analysis, document: LangiumDocument, importer: Importer) => R,
  ): Promise<R | undefined>;
  /** Saved files have changed, come or gone. */
  filesChanged(uris: readonly string[]): void;
}

/**
 * Keeps the syntax trees in step with the editor: parses on opening and on every edit, forgets on closing. A newer
 * edit cancels the work on an older one.
 */
export function followDocuments(
  shared: LangiumSharedServices,
  readSource: ReadSource,
  { changed, closed, failed }: Listener,
): Documents {
  const { TextDocuments, DocumentBuilder, LangiumDocuments, WorkspaceLock } = shared.workspace;
  const imports = new ImportedFiles(LangiumDocuments, readSource);

  const tellDependents = (file: URI) => {
    for (const uri of imports.dependentsOf(file)) {
      const document = LangiumDocuments.getDocument(uri);
      if (document) changed(document.textDocument.uri, 'import');
    }
  };
  TextDocuments.onDidChangeContent(({ document }) => {
    // What is shown of the language itself has nothing to be checked.
    if (document.uri.startsWith(`${builtinsScheme}:`)) return;
    WorkspaceLock.write((token) => DocumentBuilder.update([URI.parse(document.uri)], [], token)).catch(failed);
  });
  TextDocuments.onDidClose(({ document }) => {
    const uri = URI.parse(document.uri);
    WorkspaceLock.write((token) => DocumentBuilder.update([], [uri], token)).catch(failed);
    imports.forget(uri);
    closed(document.uri);
    tellDependents(uri);
  });
  DocumentBuilder.onDocumentPhase(DocumentState.IndexedReferences, ({ uri, textDocument }) => {
    changed(textDocument.uri, 'edited');
    tellDependents(uri);
  });

  return {
    ask: (uri, question) =>
      WorkspaceLock.read(() => {
        const document = LangiumDocuments.getDocument(URI.parse(uri));
        if (!document || document.state < DocumentState.Parsed) return undefined;
        const importer = imports.importerFor(document);
        return question(analysisOf(document, importer), document, importer);
      }),
    filesChanged(uris) {
      for (const uri of uris) tellDependents(URI.parse(uri));
    },
  };
}
