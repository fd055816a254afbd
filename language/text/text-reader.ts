// Reads ranges of a text; finds its lines once, when the first range is read.
import { LineIndex } from './lines.js';
import type { Range } from './range.js';

export function createTextReader(text: string): (range: Range) => string {
  const lines = new LineIndex(text);
  return (range) => lines.textIn(range);
}
