// Finds networks and blocks by their names in all open files.
import { SymbolKind, type WorkspaceSymbol, type WorkspaceSymbolParams } from 'vscode-languageserver';
import type { DocumentlessFeature } from '../feature.js';

/** A list with more is searched, not read. */
const mostSymbols = 500;

export const workspaceSymbol: DocumentlessFeature<WorkspaceSymbolParams, WorkspaceSymbol[]> = {
  method: 'workspace/symbol',
  capability: { workspaceSymbolProvider: true },
  answer({ query }, openFiles) {
    const found = openFiles().flatMap(({ file, symbols }) =>
      symbols.declarations
        .filter(({ kind, symbol }) => (kind === 'network' || kind === 'block') && matches(symbol.name, query))
        .map(({ symbol, kind, range }) => ({
          name: symbol.name,
          kind: kind === 'network' ? SymbolKind.Class : SymbolKind.Function,
          location: { uri: file.document.uri, range },
        })),
    );
    return found.slice(0, mostSymbols);
  },
};

/** Whether a name has the letters of a query in their order, as editors match. */
function matches(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let from = 0;
  for (const letter of query.toLowerCase()) {
    from = letters.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
