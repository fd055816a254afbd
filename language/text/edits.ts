// Creates and applies text edits.
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
  const starts = [0];
  for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
  const offset = ({ line, character }: Range['start']) =>
    line < starts.length ? Math.min(starts[line] + character, text.length) : text.length;
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((edited, { start, end, newText }) => edited.slice(0, start) + newText + edited.slice(end), text);
}
