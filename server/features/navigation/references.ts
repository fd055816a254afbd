// Every place that names what the cursor is on, in all open files and those they import.
import type { Location, ReferenceParams } from 'vscode-languageserver';
import type { Feature } from '../feature.js';
import { findOccurrences } from './occurrences.js';

export const references: Feature<ReferenceParams, Location[]> = {
  method: 'textDocument/references',
  capability: { referencesProvider: true },
  handle(snapshot, { position, context }) {
    const symbol = snapshot.symbols.symbolAt(position)?.symbol;
    if (!symbol) return [];
    return findOccurrences(snapshot, symbol)
      .filter(({ kind }) => context.includeDeclaration || kind !== 'declaration')
      .map(({ uri, range }) => ({ uri, range }));
  },
};
