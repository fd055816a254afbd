// The name at a position of the text, whatever it stands for.
import type { TextDocument } from 'langium';
import type { Position, Range } from '../../language/index.js';

export interface Word {
  readonly text: string;
  readonly range: Range;
}

export function wordAt(document: TextDocument, { line, character }: Position): Word | undefined {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  for (const match of text.matchAll(/[A-Za-z_]\w*/g)) {
    const end = match.index + match[0].length;
    if (match.index <= character && character <= end) {
      return { text: match[0], range: { start: { line, character: match.index }, end: { line, character: end } } };
    }
  }
  return undefined;
}
