// The fixtures' own marks, so that a test that reads like the editor can be trusted.
import { expect, it } from 'vitest';
import { readCursor, renderDiagnostics, renderHints, stripMarkers } from './markers.js';

const at = (line: number, character: number) => ({ line, character });
const mark = (start: [number, number], end: [number, number], message: string) => ({
  severity: 'error' as const,
  range: { start: at(...start), end: at(...end) },
  message,
  related: [],
});

it('marks ranges under their lines, and strips the marks again', () => {
  const text = 'a bc\n  // a comment\n  def';
  const rendered = renderDiagnostics(text, [
    mark([2, 2], [2, 5], 'second'),
    { ...mark([0, 2], [0, 4], 'first'), related: [{ range: mark([0, 0], [0, 1], '').range, message: 'here' }] },
    mark([2, 3], [2, 3], 'empty'),
    mark([2, 4], [3, 0], 'long'),
  ]);
  expect(rendered).toBe(
    [
      'a bc',
      '^ note: here',
      '//^^ error: first',
      '  // a comment',
      '  def',
      '//^^^ error: second',
      '// ^ error: empty',
      '//  ^... error: long',
    ].join('\n'),
  );
  expect(stripMarkers(rendered)).toBe(text);
});

it('puts hints into the text and takes the cursor out of it', () => {
  expect(
    renderHints('ab\ncd', [
      { position: at(1, 1), label: 'x' },
      { position: at(1, 2), label: 'y' },
    ]),
  ).toBe('ab\nc⟨x⟩d⟨y⟩');
  expect(readCursor('ab\nc<|>d')).toEqual({ text: 'ab\ncd', position: at(1, 1) });
  expect(() => readCursor('ab')).toThrow();
});
