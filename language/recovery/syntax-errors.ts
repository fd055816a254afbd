// Diagnostics the lexer and the parser found, as diagnostics like any other.
import type { DiagnosticCollector } from '../diagnostics/collector.js';
import { findDivisions } from '../syntax/comments.js';
import type { ParsedFile, ParsedStatement } from '../syntax/parsed-file.js';
import { toFileRange } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { closesNothing, openBrackets, type Slip, slipAtSign, slipAtToken } from './syntax-typos.js';

/** A parse error's token may be the end of the text, whose offset is NaN or -1: then the token before it stands in. */
type Token = ParsedStatement['parserErrors'][number]['token'];

/** Parse errors of a statement whose surroundings are looked at, which costs a walk over its text. */
const mostExplained = 20;

/** Answers false where a bound was hit: the text is no network, or not one to expand. */
export function reportSyntax(file: ParsedFile, diagnostics: DiagnosticCollector): boolean {
  const { limit, statements } = file;
  if (limit) {
    diagnostics.error('syntax', rangeAt(file.text, limit.offset, limit.offset + 1), limit.message);
    return false;
  }
  for (const statement of statements) reportStatement(statement, file, diagnostics);
  if (diagnostics.errors > 0) diagnostics.muteReportedLines();
  return true;
}

function reportStatement(statement: ParsedStatement, file: ParsedFile, diagnostics: DiagnosticCollector): void {
  const { text, tree, lexerErrors, parserErrors } = statement;
  const at = (start: number, end: number) => toFileRange(rangeAt(text, start, end), tree, file);
  const report = ({ start, end, message, write }: Slip) => {
    const range = at(start, end);
    const title = write === '' ? `Delete ${text.slice(start, end)}` : `Write ${write?.trim()}`;
    const fixes = write === undefined ? [] : [{ title, edits: [{ range, newText: write }] }];
    diagnostics.error('syntax', range, message, { fixes });
  };
  for (const { offset, length, message } of lexerErrors) {
    const slip = slipAtSign(text, offset);
    if (slip) {
      report(slip);
      continue;
    }
    const range = at(offset, offset + length);
    const superfluous = length === 1 && '?;'.includes(text[offset]);
    const fixes = superfluous ? [{ title: `Delete ${text[offset]}`, edits: [{ range, newText: '' }] }] : [];
    diagnostics.error('syntax', range, message, { fixes });
  }
  /** The bracket that was not closed before the parser stopped, where it stopped at another one or at the end. */
  const unclosed = (stopped: number) => {
    const last = openBrackets(text.slice(0, stopped)).at(-1);
    const stands = text.slice(stopped).trimEnd();
    if (!last || (stands.length > 1 && !')]}'.includes(stands[0]))) return [];
    return [{ range: at(last.offset, last.offset + 1), message: `\`${last.sign}\` is opened here.` }];
  };
  const divisions = divisionsOf(statement).map((offset) => at(offset, offset + 2));
  // A division that became a comment swallows the brackets behind it.
  const swallowed = lexerErrors.length === 0 && parserErrors.length > 0 && divisions.length > 0;
  for (const range of divisions) {
    const message = '`//` starts a comment here, and the rest of the line is not read: divisions are written `/`.';
    const fixes = [{ title: 'Write /', edits: [{ range, newText: '/' }] }];
    diagnostics.report(swallowed ? 'syntax' : 'comment-in-parentheses', range, message, { fixes });
  }
  // A lexer error is the cause of most parser errors around it: said once.
  for (const [index, error] of (lexerErrors.length > 0 || swallowed ? [] : parserErrors).entries()) {
    const explained = index < mostExplained;
    const offset = error.token.startOffset;
    const slip = explained && offset >= 0 ? (slipAtToken(text, offset) ?? closesNothing(text, offset)) : undefined;
    if (slip) {
      report(slip);
      // What comes after it in the statement is mostly its consequence.
      break;
    }
    const previous = 'previousToken' in error ? (error.previousToken as Token) : undefined;
    const [start, end] = extentOf(error.token, previous, text);
    const related = explained ? unclosed(offset >= 0 ? start : end) : [];
    diagnostics.error('syntax', at(start, end), error.message, { related });
  }
}

const divisions = new WeakMap<ParsedStatement, readonly number[]>();

/** Found once for a statement, however often the file around it is edited. */
function divisionsOf(statement: ParsedStatement): readonly number[] {
  let found = divisions.get(statement);
  if (!found) {
    found = findDivisions(statement.text);
    divisions.set(statement, found);
  }
  return found;
}

/** Where a token stands: offsets of its first character, and of the one behind its last. */
function extentOf(token: Token, previous: Token | undefined, text: string): readonly [number, number] {
  if (token.startOffset >= 0) return [token.startOffset, (token.endOffset ?? token.startOffset) + 1];
  if (previous && previous.startOffset >= 0) {
    const end = (previous.endOffset ?? previous.startOffset) + 1;
    return [end - 1, end];
  }
  const end = text.trimEnd().length;
  return [Math.max(0, end - 1), end];
}

function rangeAt(text: string, start: number, end: number): Range {
  return { start: positionAt(text, start), end: positionAt(text, Math.min(end, text.length)) };
}

function positionAt(text: string, offset: number) {
  let line = 0;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { line, character: offset - lineStart };
}
