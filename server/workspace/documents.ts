// The documents the editor has open, analysed from the newest text it has sent.
import { TextDocument, URI } from 'langium';
import { type Connection, TextDocuments } from 'vscode-languageserver';
import { isBuiltinsDocument } from './builtins-document.js';
import { ImportedFiles, type ReadSource } from './imports.js';
import { OpenFile } from './open-file.js';
import type { AnalysedFile } from './snapshot.js';

export interface Listener {
  /** A document was edited, or a file it imports has changed. The URI is the editor's. */
  changed(uri: string, why: 'edited' | 'import'): void;
  closed(uri: string): void;
}

export interface Documents {
  /** Undefined for a document that is not open. */
  analyse(uri: string): AnalysedFile | undefined;
  /** The URIs of all open documents, as the editor writes them. */
  uris(): string[];
  /** Saved files were changed, created or deleted. */
  filesChanged(uris: readonly string[]): void;
}

/** Follows what the editor opens, edits and closes. `readSource` reads imported files that are not open. */
export function followDocuments(
  connection: Connection,
  readSource: ReadSource,
  { changed, closed }: Listener,
): Documents {
  const documents = new TextDocuments(TextDocument);
  /** By the URI as `keyOf` writes it: an editor may write one file's in two ways. */
  const open = new Map<string, OpenFile>();
  const imports = new ImportedFiles((uri) => open.get(uri.toString())?.source.parsed, readSource);
  const keyOf = (uri: string) => URI.parse(uri).toString();

  const notifyDependents = (file: string) => {
    for (const dependent of imports.dependentsOf(file)) {
      const importing = open.get(dependent);
      if (importing) changed(importing.uri, 'import');
    }
  };
  documents.onDidOpen(({ document }) => {
    if (isBuiltinsDocument(document.uri)) return;
    open.set(
      keyOf(document.uri),
      new OpenFile(document, (stack) => connection.console.error(`${document.uri}: the analysis failed: ${stack}`)),
    );
  });
  // Opening counts as a change, too.
  documents.onDidChangeContent(({ document }) => {
    if (!open.has(keyOf(document.uri))) return;
    changed(document.uri, 'edited');
    notifyDependents(keyOf(document.uri));
  });
  documents.onDidClose(({ document }) => {
    const key = keyOf(document.uri);
    open.delete(key);
    imports.forget(key);
    closed(document.uri);
    notifyDependents(key);
  });
  documents.listen(connection);

  return {
    analyse(uri) {
      const file = open.get(keyOf(uri));
      return file?.analyse(imports.importerFor(URI.parse(file.uri)));
    },
    uris: () => documents.all().map(({ uri }) => uri),
    filesChanged(uris) {
      for (const uri of uris) notifyDependents(keyOf(uri));
    },
  };
}
