// Every place where a symbol is declared or named: in the file itself, in the other open files, and in what these
// import.
import { URI } from 'langium';
import { builtinsFile, type NamedSymbol, type Range, type Reference, type Symbols } from '../../../language/index.js';
import type { AnalysedFile, Snapshot } from '../../workspace/snapshot.js';

export interface Occurrence {
  readonly uri: string;
  readonly range: Range;
  readonly kind: 'declaration' | Reference['kind'];
}

/** A file and its symbols. */
export interface Source {
  /** As the editor writes it, where the file is open. */
  readonly uri: string;
  readonly symbols: Symbols;
}

/** The occurrences of a symbol of the snapshot's file; the file's own come first. */
export function findOccurrences(snapshot: Snapshot, symbol: NamedSymbol): Occurrence[] {
  const wanted = identify(symbol, snapshot.file.document.uri);
  return findSources(snapshot).flatMap((source) => occurrencesIn(source, wanted));
}

/** The occurrences in the snapshot's file alone. */
export function findOwnOccurrences({ file, symbols }: Snapshot, symbol: NamedSymbol): Occurrence[] {
  const { uri } = file.document;
  return occurrencesIn({ uri, symbols }, identify(symbol, uri));
}

function occurrencesIn({ uri, symbols }: Source, wanted: string): Occurrence[] {
  const isWanted = ({ symbol }: { readonly symbol: NamedSymbol }) => identify(symbol, uri) === wanted;
  const declared = symbols.declarations
    .filter(isWanted)
    .map(({ range }) => ({ uri, range, kind: 'declaration' as const }));
  const named = symbols.references.filter(isWanted).map(({ range, kind }) => ({ uri, range, kind }));
  return [...declared, ...named];
}

/** Equal for one symbol, from whichever file it is seen. */
function identify({ id, declaration }: NamedSymbol, uri: string): string {
  if (!declaration || declaration.file === builtinsFile) return id;
  const { line, character } = declaration.range.start;
  return `${normalise(declaration.file ?? uri)}:${line}:${character}`;
}

/** The file itself, then the other open ones, then those that are imported and not open. */
export function findSources(snapshot: Snapshot): Source[] {
  const sources = new Map<string, Source>();
  const add = (uri: string, symbols: Symbols) => {
    if (!sources.has(normalise(uri))) sources.set(normalise(uri), { uri, symbols });
  };
  const files: readonly AnalysedFile[] = [snapshot, ...snapshot.openFiles()];
  for (const { file, symbols } of files) add(file.document.uri, symbols);
  for (const { symbols } of files) {
    for (const [id, imported] of symbols.importedSymbols()) add(id, imported);
  }
  return [...sources.values()];
}

/** An editor may write one file's URI in two ways. */
function normalise(uri: string): string {
  return URI.parse(uri).toString();
}
