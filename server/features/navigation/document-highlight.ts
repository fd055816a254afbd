// Marks what the cursor is on wherever this file names it; its declaration is marked as written, the rest as read.
import { type DocumentHighlight, DocumentHighlightKind, type DocumentHighlightParams } from 'vscode-languageserver';
import type { Feature } from '../feature.js';
import { findOwnOccurrences } from './occurrences.js';

export const documentHighlight: Feature<DocumentHighlightParams, DocumentHighlight[]> = {
  method: 'textDocument/documentHighlight',
  capability: { documentHighlightProvider: true },
  handle(snapshot, { position }) {
    const symbol = snapshot.symbols.symbolAt(position)?.symbol;
    if (!symbol) return [];
    return findOwnOccurrences(snapshot, symbol).map(({ range, kind }) => ({
      range,
      kind: kind === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
  },
};
