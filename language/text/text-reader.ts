// Reads ranges of a text; splits it into lines once, when the first range is read.
import type { Range } from './range.js';

export function createTextReader(text: string): (range: Range) => string {
  let lines: readonly string[] | undefined;
  return ({ start, end }) => {
    lines ??= text.split('\n');
    if (start.line === end.line) return lines[start.line].slice(start.character, end.character);
    return [
      lines[start.line].slice(start.character),
      ...lines.slice(start.line + 1, end.line),
      lines[end.line].slice(0, end.character),
    ].join('\n');
  };
}
