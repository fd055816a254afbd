// Creates and applies text edits.
import { LineIndex } from './lines.js';
import type { Edit, Range } from './range.js';

/** Adds an argument such as `stride=2` to a call: `conv(6)` becomes `conv(6, stride=2)`, `pool` `pool(stride=2)`. */
export function addArgument({ end }: Range, call: string, argument: string): Edit {
  if (!call.endsWith(')')) return { range: { start: end, end }, newText: `(${argument})` };
  const place = { line: end.line, character: end.character - 1 };
  const separator = /\(\s*\)$/.test(call) ? '' : ', ';
  return { range: { start: place, end: place }, newText: `${separator}${argument}` };
}

/** The text after edits, which must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const lines = new LineIndex(text);
  return edits
    .map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((edited, { start, end, newText }) => edited.slice(0, start) + newText + edited.slice(end), text);
}
