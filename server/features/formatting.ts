// Formats a document, a part of it, or the statement that a typed `}` closes. A statement that does not parse stays as
// it is.
import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  Range,
  TextEdit,
} from 'vscode-languageserver';
import { formatFile, overlaps } from '../../language/index.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Feature } from './feature.js';

export const formatting: Feature<DocumentFormattingParams, TextEdit[]> = {
  method: 'textDocument/formatting',
  capability: { documentFormattingProvider: true },
  handle: (snapshot) => formatEdits(snapshot),
};

export const rangeFormatting: Feature<DocumentRangeFormattingParams, TextEdit[]> = {
  method: 'textDocument/rangeFormatting',
  capability: { documentRangeFormattingProvider: true },
  handle: (snapshot, { range }) => formatEdits(snapshot, range),
};

export const onTypeFormatting: Feature<DocumentOnTypeFormattingParams, TextEdit[]> = {
  method: 'textDocument/onTypeFormatting',
  capability: { documentOnTypeFormattingProvider: { firstTriggerCharacter: '}' } },
  handle(snapshot, { position }) {
    const typed = { line: position.line, character: Math.max(0, position.character - 1) };
    return formatEdits(snapshot, { start: typed, end: typed });
  },
};

/** Whole statements: those that touch a part, or all. */
function formatEdits({ file: { document, parsed } }: Snapshot, part?: Range): TextEdit[] {
  return formatFile(parsed)
    .map(({ offset, end, newText }) => ({
      range: { start: document.positionAt(offset), end: document.positionAt(end) },
      newText,
    }))
    .filter(({ range }) => !part || overlaps(range, part));
}
