// Lines as the Language Server Protocol defines them.
import { describe, expect, it } from 'vitest';
import { LineIndex, splitLines } from '../../../language/text/lines.js';

describe('lines', () => {
  it.each(['\n', '\r\n', '\r'])('end with %j', (end) => {
    const text = ['ab', '', 'cde', ''].join(end);
    expect(splitLines(text)).toEqual(['ab', '', 'cde', '']);
    const lines = new LineIndex(text);
    const second = 2 + 2 * end.length;
    expect(lines.positionAt(second + 1)).toEqual({ line: 2, character: 1 });
    expect(lines.offsetAt({ line: 2, character: 1 })).toBe(second + 1);
    expect(lines.textIn({ start: { line: 2, character: 1 }, end: { line: 2, character: 3 } })).toBe('de');
  });

  it('mix all three ends', () => {
    expect(splitLines('a\rb\nc\r\nd\n\re')).toEqual(['a', 'b', 'c', 'd', '', 'e']);
  });

  it('take a position behind the text for its end', () => {
    expect(new LineIndex('ab\ncd').offsetAt({ line: 7, character: 0 })).toBe(5);
    expect(new LineIndex('ab\ncd').offsetAt({ line: 1, character: 9 })).toBe(5);
  });
});
