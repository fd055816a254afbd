// Formats diagnostics for a terminal: place, message, and the source line with the range underlined.
import { styleText } from 'node:util';
import type { Diagnostic, Range, Severity } from '../../language/index.js';
import { escapeTerminal } from '../../model/index.js';

/** Columns shown of a source line; a longer line is cut around the range. */
const width = 90;

const styles = { error: 'red', warning: 'yellow', advice: 'cyan' } as const satisfies Record<Severity, string>;

/** A file and the lines of its text. */
export interface Source {
  readonly file: string;
  readonly lines: readonly string[];
}

/**
 * One diagnostic of a file, several lines with a newline after each:
 *
 *     net.cnn:3:16: error: a 7x7 window does not fit the 5x5 it is given [window-too-large]
 *       3 |   -> conv(16, 7x7, pad=0)
 *         |               ^^^
 */
export function formatDiagnostic({ file, lines }: Source, diagnostic: Diagnostic, colour: boolean): string {
  const { severity, message, code, range } = diagnostic;
  const label = colour ? styleText(styles[severity], severity) : severity;
  return [
    `${place(file, range)}: ${label}: ${escapeTerminal(message)} [${code}]`,
    ...excerpt(lines, range),
    ...diagnostic.related.flatMap((related) => [
      `  ${place(file, related.range)}: note: ${escapeTerminal(related.message)}`,
      ...excerpt(lines, related.range),
    ]),
    '',
  ].join('\n');
}

function place(file: string, { start }: Range): string {
  return `${escapeTerminal(file)}:${start.line + 1}:${start.character + 1}`;
}

/** The range's first line, numbered, with carets under the range; empty for a range outside the text. */
function excerpt(lines: readonly string[], { start, end }: Range): string[] {
  const line = lines[start.line];
  if (line === undefined || start.character > line.length) return [];
  const cut = Math.max(0, start.character - Math.floor(width / 2));
  const from = line.length <= width ? 0 : Math.min(cut, line.length - width);
  const to = Math.min(from + width, line.length);
  const last = Math.min(end.line === start.line ? end.character : line.length, to);
  // A tab is shown as one column; escapes are wider than what they stand for.
  const show = (first: number, end?: number) => escapeTerminal(line.slice(first, end).replaceAll('\t', ' '));
  const carets = '^'.repeat(Math.max(1, show(start.character, last).length));
  const number = `${start.line + 1}`.padStart(5);
  const margin = from > 0 ? '…' : ' ';
  const rest = to < line.length ? '…' : '';
  return [
    `${number} |${margin}${show(from, to)}${rest}`,
    `${' '.repeat(number.length)} | ${' '.repeat(show(from, start.character).length)}${carets}`,
  ];
}
