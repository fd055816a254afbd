// Open documents and what they mean: every answer comes from the newest text the editor has sent.
import { TextDocument, URI } from 'langium';
import { type Connection, TextDocuments } from 'vscode-languageserver';
import type { Analysis, Importer } from '../../language/index.js';
import { builtinsScheme } from '../features/definition.js';
import { ImportedFiles, type ReadSource } from './imports.js';
import { OpenFile } from './open-file.js';

export interface Listener {
  /** A document means something new: it was edited, or a file it imports has changed. The URI is the editor's. */
  changed(uri: string, why: 'edited' | 'import'): void;
  closed(uri: string): void;
}

export interface Documents {
  /** Asks about a document; undefined for one that is not open. `importer` finds what the document imports. */
  ask<R>(uri: string, question: (analysis: Analysis, file: OpenFile, importer: Importer) => R): Promise<R | undefined>;
  /** The URIs of all that are open, as the editor writes them. */
  all(): string[];
  /** Saved files have changed, come or gone. */
  filesChanged(uris: readonly string[]): void;
}

/** Follows what the editor opens, edits and closes. */
export function followDocuments(
  connection: Connection,
  readSource: ReadSource,
  { changed, closed }: Listener,
): Documents {
  const documents = new TextDocuments(TextDocument);
  /** By the URI as `keyOf` writes it: an editor may write one file's in two ways. */
  const open = new Map<string, OpenFile>();
  const imports = new ImportedFiles((uri) => open.get(uri.toString())?.parsed, readSource);
  const keyOf = (uri: string) => URI.parse(uri).toString();

  const tellDependents = (file: string) => {
    for (const dependent of imports.dependentsOf(file)) {
      const importing = open.get(dependent);
      if (importing) changed(importing.document.uri, 'import');
    }
  };
  documents.onDidOpen(({ document }) => {
    // What is shown of the language itself has nothing to be checked.
    if (document.uri.startsWith(`${builtinsScheme}:`)) return;
    open.set(keyOf(document.uri), new OpenFile(document));
  });
  // Opening counts as a change, too.
  documents.onDidChangeContent(({ document }) => {
    if (!open.has(keyOf(document.uri))) return;
    changed(document.uri, 'edited');
    tellDependents(keyOf(document.uri));
  });
  documents.onDidClose(({ document }) => {
    const key = keyOf(document.uri);
    open.delete(key);
    imports.forget(key);
    closed(document.uri);
    tellDependents(key);
  });
  documents.listen(connection);

  return {
    async ask(uri, question) {
      const file = open.get(keyOf(uri));
      if (!file) return undefined;
      const importer = imports.importerFor(URI.parse(file.document.uri));
      return question(file.analysis(importer), file, importer);
    },
    all: () => documents.all().map(({ uri }) => uri),
    filesChanged(uris) {
      for (const uri of uris) tellDependents(keyOf(uri));
    },
  };
}
