// Fixtures that read like the editor: diagnostics are written under the text they mark, hints inside it, and the cursor
// is `<|>`. A test removes the markers, runs the code, and compares the text rendered with its markers.
import type { Diagnostic, Position, Range } from '../../language/index.js';

const markerLine = /^(\/\/)? *\^+(\.\.\.)? (error|warning|advice|note): /;

/**
 * A fixture's source without its marker lines:
 *
 *     const text = stripMarkers(fixture);
 *     expect(renderDiagnostics(text, parseCnn(text, 'a.cnn').diagnostics)).toBe(fixture);
 *
 * where the fixture is, for example:
 *
 *       -> conv(16, 7x7, pad=0)
 *     //           ^^^ error: a 7x7 window does not fit its 5x5 input: ...
 */
export function stripMarkers(fixture: string): string {
  return fixture
    .split('\n')
    .filter((line) => !markerLine.test(line))
    .join('\n');
}

/**
 * The text with a marker line under every line that a diagnostic or related information starts in. A range over several
 * lines is marked to the end of its first, then `...`; an empty range is marked by one caret.
 *
 *     -> conv(16, 7x7, pad=0)
 *   //            ^^^ error: a 7x7 window does not fit its 5x5 input
 */
export function renderDiagnostics(
  text: string,
  diagnostics: readonly Pick<Diagnostic, 'range' | 'severity' | 'message' | 'related'>[],
): string {
  const marks = diagnostics.flatMap((diagnostic) => [
    { range: diagnostic.range, text: `${diagnostic.severity}: ${diagnostic.message}` },
    ...diagnostic.related.map((related) => ({ range: related.range, text: `note: ${related.message}` })),
  ]);
  return text
    .split('\n')
    .flatMap((line, index) => [
      line,
      ...marks
        .filter(({ range }) => range.start.line === index)
        .sort((a, b) => a.range.start.character - b.range.start.character)
        .map((mark) => renderMark(line, mark.range, mark.text)),
    ])
    .join('\n');
}

function renderMark(line: string, { start, end }: Range, message: string): string {
  const last = end.line === start.line ? end.character : line.length;
  const carets = '^'.repeat(Math.max(1, last - start.character)) + (end.line === start.line ? '' : '...');
  // The comment sign only where there is room for it.
  const margin = start.character < 2 ? ' '.repeat(start.character) : `//${' '.repeat(start.character - 2)}`;
  return `${margin}${carets} ${message}`;
}

/** The text with each label put in at its place: `conv(6, 5x5)⟨28x28x6⟩`. */
export function renderHints(text: string, hints: readonly { position: Position; label: string }[]): string {
  const lines = text.split('\n');
  for (const { position, label } of [...hints].sort((a, b) => b.position.character - a.position.character)) {
    const line = lines[position.line];
    lines[position.line] = `${line.slice(0, position.character)}⟨${label}⟩${line.slice(position.character)}`;
  }
  return lines.join('\n');
}

/** The text without its `<|>`, and where that stood. */
export function readCursor(fixture: string): { text: string; position: Position } {
  const [before, after, ...rest] = fixture.split('<|>');
  if (after === undefined || rest.length > 0) throw new Error('a fixture needs exactly one `<|>`');
  const lines = before.split('\n');
  return { text: before + after, position: { line: lines.length - 1, character: lines[lines.length - 1].length } };
}
