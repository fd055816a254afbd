// Problems the lexer and the parser found, as problems like any other.
import type { ParseResult } from 'langium';
import { wasCut } from '../parsing/bounded-lexer.js';
import type { Range } from './problem.js';
import type { Problems } from './problems.js';

/** A parse error's token may be the end of the file, whose offset is NaN or -1: then the token before it stands in. */
type Token = ParseResult['parserErrors'][number]['token'];

/** Answers false where a bound was hit: the text is no network, or not one to expand. */
export function reportSyntax(parsed: ParseResult, text: string, problems: Problems): boolean {
  const { lexerErrors, parserErrors } = parsed;
  for (const { offset, length, message } of lexerErrors) {
    problems.error('syntax', rangeAt(text, offset, offset + length), message);
  }
  // A lexer error is the cause of most parser errors around it, and a bound leaves half a file: said once.
  for (const error of lexerErrors.length > 0 ? [] : parserErrors) {
    const previous = 'previousToken' in error ? (error.previousToken as Token) : undefined;
    problems.error('syntax', rangeOfToken(error.token, previous, text), error.message);
  }
  problems.quietenLines();
  return !wasCut(parsed.lexerReport);
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
