// Formats a file: spaces, indentation, blank lines and aligned columns. Line ends, comments and the order of tokens
// stay as written, and so does all of a statement that does not parse.
import type { ParsedFile, ParsedStatement } from '../syntax/parsed-file.js';
import { alignLines } from './align.js';
import { type Line, layOutLines } from './lines.js';
import { readTokens } from './tokens.js';

/** A statement's text replaced by its formatted one; offsets count UTF-16 code units in the file. */
export interface FormattedStatement {
  readonly offset: number;
  readonly end: number;
  readonly newText: string;
}

/** The statements that change, in the order of the text. None in a file that is too large to parse. */
export function formatFile(parsed: ParsedFile): FormattedStatement[] {
  const { text, statements, starts, limit, stopped } = parsed;
  if (limit || stopped) return [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const laidOut = statements.map(layOutStatement);
  const aligned = alignRuns(laidOut);
  return statements.flatMap((statement, index) => {
    const lines = laidOut[index];
    if (!lines) return [];
    const { offset } = starts.get(statement.tree)!;
    const body = aligned[index].map((line, number) => (lines[number].blankBefore ? `\n${line}` : line)).join('\n');
    const start = index === 0 ? '' : separatorOf(lines);
    const newText = `${start}${body}${index === statements.length - 1 ? '\n' : ''}`.replace(/\r\n|\r|\n/g, eol);
    return newText === statement.text ? [] : [{ offset, end: offset + statement.text.length, newText }];
  });
}

/** Undefined for a statement that does not parse. */
function layOutStatement({ text, lexerErrors, parserErrors, failure }: ParsedStatement): Line[] | undefined {
  if (lexerErrors.length > 0 || parserErrors.length > 0 || failure !== undefined) return undefined;
  const tokens = readTokens(text);
  return tokens && layOutLines(tokens);
}

/** What stands before a statement that is not the first. A comment behind the one before stays on its line. */
function separatorOf(lines: readonly Line[]): string {
  const first = lines[0]?.tokens[0]?.token;
  if (!first || (first.lineEnds === 0 && first.kind === 'comment')) return first ? ' ' : '';
  return first.lineEnds > 1 ? '\n\n' : '\n';
}

/** Each statement's lines as text; columns go on from statement to statement. */
function alignRuns(statements: readonly (readonly Line[] | undefined)[]): string[][] {
  const texts: string[][] = [];
  let run: Line[] = [];
  let lengths: number[] = [];
  const endRun = () => {
    const lines = alignLines(run);
    for (const length of lengths) texts.push(lines.splice(0, length));
    run = [];
    lengths = [];
  };
  for (const lines of statements) {
    if (lines) {
      const [first, ...rest] = lines;
      // The lines are neighbours unless a blank line is between the statements.
      if (first) run.push({ ...first, blankBefore: (first.tokens[0]?.token.lineEnds ?? 0) !== 1 }, ...rest);
      lengths.push(lines.length);
    } else {
      endRun();
      texts.push([]);
    }
  }
  endRun();
  return texts;
}
