// Renames what a file declares, wherever an open file or one that these import names it. A name that is taken, or that
// would change what the text means, is refused with the reason.
import { TextDocument } from 'langium';
import {
  LSPErrorCodes,
  type PrepareRenameParams,
  type PrepareRenameResult,
  type RenameParams,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type Analysis, isKeyword, type NamedSymbol, type Reference } from '../../../language/index.js';
import type { Snapshot } from '../../workspace/snapshot.js';
import type { Feature } from '../feature.js';
import { findOccurrences, findSources, type Occurrence } from './occurrences.js';

const renamable: ReadonlySet<NamedSymbol['kind']> = new Set(['network', 'block', 'parameter', 'binding']);

export const prepareRename: Feature<PrepareRenameParams, PrepareRenameResult | undefined> = {
  method: 'textDocument/prepareRename',
  capability: {},
  handle(snapshot, { position }) {
    const found = snapshot.symbols.symbolAt(position);
    if (!found) return undefined;
    const { range, symbol } = checkRenamable(found, snapshot);
    return { range, placeholder: symbol.name };
  },
};

export const rename: Feature<RenameParams, WorkspaceEdit | undefined> = {
  method: 'textDocument/rename',
  capability: { renameProvider: { prepareProvider: true } },
  handle(snapshot, { position, newName }) {
    const found = snapshot.symbols.symbolAt(position);
    if (!found) return undefined;
    const { symbol } = checkRenamable(found, snapshot);
    if (newName === symbol.name) return { changes: {} };
    if (!/^[A-Za-z_]\w*$/.test(newName)) {
      throw refusal(`\`${newName}\` is not a name: write letters, digits and _, and no digit first.`);
    }
    if (isKeyword(newName)) throw refusal(`\`${newName}\` is a keyword: choose another name.`);
    const changes = groupEdits(findOccurrences(snapshot, symbol), newName);
    checkMeaning(snapshot, changes, { from: symbol.name, to: newName });
    return { changes };
  },
};

function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

function checkRenamable(found: Reference, { file: { document } }: Snapshot): Reference {
  const { symbol, range } = found;
  if (symbol.kind === 'import') throw refusal('An import is renamed by renaming its file.');
  if (!renamable.has(symbol.kind) || symbol.id.startsWith('builtin:')) {
    throw refusal(`\`${symbol.name}\` belongs to the language: only names that a file declares can be changed.`);
  }
  if (document.getText(range) !== symbol.name) throw refusal('This network has no name: write `network Name { ... }`.');
  return found;
}

function groupEdits(occurrences: readonly Occurrence[], newText: string): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, range } of occurrences) {
    changes[uri] ??= [];
    changes[uri].push({ range, newText });
  }
  return changes;
}

/** Refuses a name that hides another or is hidden: an open file has a new error with it, or other networks. */
function checkMeaning(
  snapshot: Snapshot,
  changes: Readonly<Record<string, TextEdit[]>>,
  { from, to }: { readonly from: string; readonly to: string },
): void {
  const texts = new Map<string, string>();
  for (const { uri, symbols } of findSources(snapshot)) {
    const document = TextDocument.create(uri, 'cnn', 1, symbols.text);
    if (changes[uri]) texts.set(uri, TextDocument.applyEdits(document, changes[uri]));
  }
  for (const { file, analysis, analyseSpeculatively } of [snapshot, ...snapshot.openFiles()]) {
    const { uri } = file.document;
    const text = texts.get(uri);
    if (text === undefined) continue;
    const after = analyseSpeculatively(text, texts);
    const before = errorsOf(analysis);
    const errors = errorsOf(after);
    if (errors.length > before.length) {
      const added = errors.find((message) => !before.includes(message.replaceAll(`\`${to}\``, `\`${from}\``)));
      throw refusal(`\`${to}\` cannot be its name: ${added ?? errors.at(-1)}`);
    }
    if (meaningOf(after) !== meaningOf(analysis)) {
      throw refusal(`\`${to}\` already means something here: with it the networks would be others.`);
    }
  }
}

function errorsOf({ diagnostics }: Analysis): string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

/** What a name cannot change: operations, shapes and connections. */
function meaningOf({ networks }: Analysis): string {
  return JSON.stringify(
    networks.map(({ graph }) => graph.layers.map(({ operation, inputs, output }) => [operation, inputs, output])),
  );
}
