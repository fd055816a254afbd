// A file as the editor has it: read and analysed when somebody asks, once for each version, so that an edit which the
// next keystroke overtakes costs nothing.
import { type TextDocument, URI } from 'langium';
import { type Analysis, analyse, type Importer, type ParsedFile, parseTree } from '../../language/index.js';

/** What an import was answered with: another answer makes an analysis stale. */
type Answer = readonly [path: string, from: string | undefined, parsed: ParsedFile | undefined];

export class OpenFile {
  private reading: { readonly version: number; readonly parsed: ParsedFile } | undefined;
  private meaning:
    | { readonly parsed: ParsedFile; readonly imported: readonly Answer[]; readonly analysis: Analysis }
    | undefined;

  /** The document is the editor's, and changes with every edit. */
  constructor(readonly document: TextDocument) {}

  /** The newest text, read. */
  get parsed(): ParsedFile {
    const { version } = this.document;
    if (this.reading?.version !== version) {
      this.reading = { version, parsed: parseTree(this.document.getText(), this.reading?.parsed) };
    }
    return this.reading.parsed;
  }

  /** What the newest text means, with what it imports now. */
  analysis(importer: Importer): Analysis {
    const { parsed, meaning } = this;
    const isCurrent =
      meaning?.parsed === parsed &&
      meaning.imported.every(([path, from, before]) => importer(path, from)?.parsed === before);
    if (isCurrent) return meaning.analysis;
    const imported: Answer[] = [];
    const noting = (path: string, from: string | undefined) => {
      const found = importer(path, from);
      imported.push([path, from, found?.parsed]);
      return found;
    };
    const analysis = analyse(parsed, this.name, Object.assign(noting, { root: importer.root }), meaning?.analysis);
    this.meaning = { parsed, imported, analysis };
    return analysis;
  }

  /** What another text would mean in place of the newest: costs reading what is different. */
  wouldMean(text: string, importer: Importer): Analysis {
    return analyse(parseTree(text, this.parsed), this.name, importer, this.meaning?.analysis);
  }

  /** What a network without a name is called. */
  private get name(): string {
    return nameOf(this.document.uri);
  }
}

/** A file's name, without its ending. */
function nameOf(uri: string): string {
  return /([^/]*?)(\.[^./]*)?$/.exec(URI.parse(uri).path)?.[1] ?? 'network';
}
