// A file as the editor has it, parsed and analysed on demand, once for each version: an edit that the next keystroke
// overtakes costs nothing.
import { TextDocument, URI } from 'langium';
import {
  type Analysis,
  analyse,
  type Importer,
  type ParsedFile,
  parseTree,
  resolveNames,
} from '../../language/index.js';
import type { AnalysedFile, SourceFile } from './snapshot.js';

/** What an import resolved to: another file there makes an analysis stale. */
type ResolvedImport = readonly [path: string, from: string | undefined, parsed: ParsedFile | undefined];

interface Analysed {
  readonly file: SourceFile;
  readonly imports: readonly ResolvedImport[];
  readonly analysis: Analysis;
}

export class OpenFile {
  private newest: SourceFile | undefined;
  private analysed: Analysed | undefined;
  private lastGood: AnalysedFile | undefined;

  /** The document is the editor's, and changes with every edit. */
  constructor(
    private readonly document: TextDocument,
    private readonly logFailure: (stack: string) => void = () => {},
  ) {}

  /** As the editor writes it. */
  get uri(): string {
    return this.document.uri;
  }

  /** The newest text, parsed. */
  get source(): SourceFile {
    const { uri, languageId, version } = this.document;
    if (this.newest?.document.version !== version) {
      const text = this.document.getText();
      this.newest = {
        document: TextDocument.create(uri, languageId, version, text),
        parsed: parseTree(text, this.newest?.parsed),
      };
    }
    return this.newest;
  }

  /** The newest text, analysed with what it imports now. */
  analyse(importer: Importer): AnalysedFile {
    const file = this.source;
    const analysis = this.analysisOf(file, importer);
    const name = nameOf(this.uri);
    const analyseSpeculatively = (text: string, imported?: ReadonlyMap<string, string>) =>
      analyse(parseTree(text, file.parsed), name, imported ? replaceTexts(importer, imported) : importer, analysis);
    const symbols = resolveNames(file.parsed, name, importer);
    const analysed = { file, analysis, symbols, importer, analyseSpeculatively };
    if (!analysis.failed) this.lastGood = analysed;
    return { ...analysed, ...(analysis.failed && { lastGood: this.lastGood }) };
  }

  private analysisOf(file: SourceFile, importer: Importer): Analysis {
    const { analysed } = this;
    const isCurrent =
      analysed?.file === file &&
      analysed.imports.every(([path, from, before]) => importer(path, from)?.parsed === before);
    if (isCurrent) return analysed.analysis;
    const imports: ResolvedImport[] = [];
    const recording = (path: string, from: string | undefined) => {
      const found = importer(path, from);
      imports.push([path, from, found?.parsed]);
      return found;
    };
    const recordingImporter = Object.assign(recording, { root: importer.root });
    const analysis = analyse(file.parsed, nameOf(this.uri), recordingImporter, analysed?.analysis);
    for (const stack of analysis.failures ?? []) this.logFailure(stack);
    this.analysed = { file, imports, analysis };
    return analysis;
  }
}

/** Finds the same files, some with another text. */
function replaceTexts(importer: Importer, texts: ReadonlyMap<string, string>): Importer {
  const replacing: Importer = (path, from) => {
    const found = importer(path, from);
    const text = found?.parsed && texts.get(found.id);
    return found?.parsed && text !== undefined ? { id: found.id, parsed: parseTree(text, found.parsed) } : found;
  };
  return Object.assign(replacing, { root: importer.root });
}

/** A file's name without its ending, which a network without a name is called. */
function nameOf(uri: string): string {
  return /([^/]*?)(\.[^./]*)?$/.exec(URI.parse(uri).path)?.[1] ?? 'network';
}
