// The files that open documents import: an open one as the editor has it, else as it is saved, where the server can
// read. Remembers who asked for what, so that whoever imports a file hears when it changes.
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

/** Saved files kept parsed; more are parsed again when they are asked for. */
const mostKept = 200;

export class ImportedFiles {
  /** By the importing document's URI: every file it asked for, found or not. */
  private readonly asked = new Map<string, Set<string>>();
  private readonly saved = new Map<string, { readonly text: string; readonly file: ImportedFile }>();

  /** `openFile` gives what the editor has open. */
  constructor(
    private readonly openFile: (uri: URI) => ParsedFile | undefined,
    private readonly readSource: ReadSource,
  ) {}

  /** The importer for a document's analysis. A file's id is its URI. */
  importerFor(document: URI): Importer {
    const asked = new Set<string>();
    this.asked.set(document.toString(), asked);
    const importer = (path: string, from: string | undefined) => {
      const base = from === undefined ? document : URI.parse(from);
      // A document that was never saved lies nowhere: nothing is beside it.
      if (base.scheme === 'untitled') return undefined;
      const uri = UriUtils.joinPath(UriUtils.dirname(base), path);
      asked.add(uri.toString());
      return this.find(uri);
    };
    return Object.assign(importer, { root: document.toString() });
  }

  /** The documents whose last analysis asked for a file. */
  dependentsOf(file: string): string[] {
    return [...this.asked].flatMap(([document, asked]) => (asked.has(file) ? [document] : []));
  }

  /** A closed document imports nothing. */
  forget(document: string): void {
    this.asked.delete(document);
  }

  private find(uri: URI): ImportedFile | RefusedFile | undefined {
    const id = uri.toString();
    const open = this.openFile(uri);
    if (open) return { id, parsed: open };
    const source = this.readSource(uri);
    if (!source || 'reason' in source) return source;
    return this.parsed(id, source.text);
  }

  private parsed(id: string, text: string): ImportedFile {
    const known = this.saved.get(id);
    if (known?.text === text) return known.file;
    const file = { id, parsed: parseTree(text) };
    this.saved.delete(id);
    this.saved.set(id, { text, file });
    for (const oldest of this.saved.keys()) {
      if (this.saved.size <= mostKept) break;
      this.saved.delete(oldest);
    }
    return file;
  }
}
