// Expands the selection from the token to the argument, the call, the chain, the statement and the file.
import type { SelectionRange, SelectionRangeParams } from 'vscode-languageserver';
import { findEnclosingRanges } from '../../../language/index.js';
import type { Feature } from '../feature.js';

export const selectionRange: Feature<SelectionRangeParams, SelectionRange[]> = {
  method: 'textDocument/selectionRange',
  capability: { selectionRangeProvider: true },
  handle({ file: { document, parsed } }, { positions }) {
    const whole: SelectionRange = {
      range: { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) },
    };
    return positions.map((position) =>
      findEnclosingRanges(parsed, document.offsetAt(position), position).reduceRight<SelectionRange>(
        (parent, range) => ({ range, parent }),
        whole,
      ),
    );
  },
};
