// Links on the paths of imports.
import type { DocumentLink, DocumentLinkParams } from 'vscode-languageserver';
import type { Feature } from '../feature.js';

export const documentLink: Feature<DocumentLinkParams, DocumentLink[]> = {
  method: 'textDocument/documentLink',
  capability: { documentLinkProvider: {} },
  handle: ({ symbols }) =>
    symbols.references.flatMap(({ kind, symbol: { declaration }, range: { start, end } }) => {
      if (kind !== 'file' || declaration?.file === undefined) return [];
      // The quotes are not part of the link.
      const range = {
        start: { line: start.line, character: start.character + 1 },
        end: { line: end.line, character: end.character - 1 },
      };
      return [{ range, target: declaration.file }];
    }),
};
