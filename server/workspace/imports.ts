// The files that open documents import: the editor's text of an open file, else the saved one where the server can read
// it. Tracks which document imports which file, so that a changed file refreshes its importers.
import { URI, UriUtils } from 'langium';
import {
  type ImportedFile,
  type Importer,
  type ParsedFile,
  parseTree,
  type RefusedFile,
} from '../../language/index.js';

/** A saved file's text; undefined where there is no such file, or no file system. Never throws. */
export type ReadSource = (uri: URI) => { readonly text: string } | RefusedFile | undefined;

/** Parsed saved files in the cache; the oldest are evicted. */
const maxCached = 200;

export class ImportedFiles {
  /** By the importing document's URI: every file it imports, found or not. */
  private readonly requested = new Map<string, Set<string>>();
  private readonly saved = new Map<string, { readonly text: string; readonly file: ImportedFile }>();

  /** `openFile` finds a file that is open in the editor. */
  constructor(
    private readonly openFile: (uri: URI) => ParsedFile | undefined,
    private readonly readSource: ReadSource,
  ) {}

  /** The importer for a document's analysis. A file's id is its URI. */
  importerFor(document: URI): Importer {
    const requested = new Set<string>();
    this.requested.set(document.toString(), requested);
    const importer = (path: string, from: string | undefined) => {
      const base = from === undefined ? document : URI.parse(from);
      // A document that was never saved has no folder to import from.
      if (base.scheme === 'untitled') return undefined;
      const uri = UriUtils.joinPath(UriUtils.dirname(base), path);
      requested.add(uri.toString());
      return this.find(uri);
    };
    return Object.assign(importer, { root: document.toString() });
  }

  /** The documents whose last analysis imported a file. */
  dependentsOf(file: string): string[] {
    return [...this.requested].flatMap(([document, requested]) => (requested.has(file) ? [document] : []));
  }

  /** Drops the imports of a closed document. */
  forget(document: string): void {
    this.requested.delete(document);
  }

  private find(uri: URI): ImportedFile | RefusedFile | undefined {
    const id = uri.toString();
    const open = this.openFile(uri);
    if (open) return { id, parsed: open };
    const source = this.readSource(uri);
    if (!source || 'reason' in source) return source;
    return this.parse(id, source.text);
  }

  private parse(id: string, text: string): ImportedFile {
    const cached = this.saved.get(id);
    if (cached?.text === text) return cached.file;
    const file = { id, parsed: parseTree(text) };
    this.saved.delete(id);
    this.saved.set(id, { text, file });
    for (const oldest of this.saved.keys()) {
      if (this.saved.size <= maxCached) break;
      this.saved.delete(oldest);
    }
    return file;
  }
}
