// Problems the lexer and the parser found, as problems like any other.
import type { ParseResult } from 'langium';
import { wasCut } from '../parsing/bounded-lexer.js';
import { findDivisions } from './comments.js';
import type { Range } from './problem.js';
import type { Problems } from './problems.js';

/** A parse error's token may be the end of the file, whose offset is NaN or -1: then the token before it stands in. */
type Token = ParseResult['parserErrors'][number]['token'];

/** Answers false where a bound was hit: the text is no network, or not one to expand. */
export function reportSyntax(parsed: ParseResult, text: string, problems: Problems): boolean {
  const { lexerErrors, parserErrors } = parsed;
  for (const { offset, length, message } of lexerErrors) {
    const range = rangeAt(text, offset, offset + length);
    const superfluous = length === 1 && '?;'.includes(text[offset]);
    const fixes = superfluous ? [{ title: `Delete ${text[offset]}`, edits: [{ range, newText: '' }] }] : [];
    problems.error('syntax', range, message, { fixes });
  }
  if (wasCut(parsed.lexerReport)) return false;
  const divisions = findDivisions(text).map((offset) => rangeAt(text, offset, offset + 2));
  // A division that became a comment swallows the brackets behind it.
  const swallowed = lexerErrors.length === 0 && parserErrors.length > 0 && divisions.length > 0;
  for (const range of divisions) {
    const message = '`//` starts a comment here, and the rest of the line is not read: divisions are written `/`.';
    const fixes = [{ title: 'Write /', edits: [{ range, newText: '/' }] }];
    problems.report(swallowed ? 'syntax' : 'comment-in-parentheses', range, message, { fixes });
  }
  // A lexer error is the cause of most parser errors around it: said once.
  for (const error of lexerErrors.length > 0 || swallowed ? [] : parserErrors) {
    const previous = 'previousToken' in error ? (error.previousToken as Token) : undefined;
    problems.error('syntax', rangeOfToken(error.token, previous, text), error.message);
  }
  if (problems.errors > 0) problems.quietenLines();
  return true;
}

function rangeOfToken(token: Token, previous: Token | undefined, text: string): Range {
  if (token.startOffset >= 0) return rangeAt(text, token.startOffset, (token.endOffset ?? token.startOffset) + 1);
  if (previous && previous.startOffset >= 0) {
    const end = (previous.endOffset ?? previous.startOffset) + 1;
    return rangeAt(text, end - 1, end);
  }
  const end = text.trimEnd().length;
  return rangeAt(text, Math.max(0, end - 1), end);
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
