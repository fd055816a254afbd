// One version of an open document with everything an answer about it depends on. Immutable: an edit, another setting or
// another adapter makes a new snapshot, so that a feature never sees half of a change.
import type { TextDocument } from 'langium';
import type { Analysis, Importer, ParsedFile, Symbols } from '../../language/index.js';
import type { Client } from './client.js';
import type { Planner } from './planner.js';
import type { Settings } from './settings.js';

/** The text of one version. */
export interface SourceFile {
  /** A copy of the editor's document, which edits do not change. */
  readonly document: TextDocument;
  readonly parsed: ParsedFile;
}

/** What the text means, with the files it imports. */
export interface AnalysedFile {
  readonly file: SourceFile;
  readonly analysis: Analysis;
  /** What its names stand for. */
  readonly symbols: Symbols;
  /** Finds the files that this one imports. */
  readonly importer: Importer;
  /** The analysis with another text in place of this one; parses what is different. `imported`: likewise, by id. */
  readonly analyseSpeculatively: (text: string, imported?: ReadonlyMap<string, string>) => Analysis;
  /** The file at the last version whose analysis did not fail, where this one's did: a mistake of ours. */
  readonly lastGood?: AnalysedFile;
}

export interface Snapshot extends AnalysedFile {
  readonly planner: Planner;
  readonly settings: Settings;
  readonly client: Client;
  /** All open files, this one included, as they are now. */
  readonly openFiles: () => readonly AnalysedFile[];
}
