// Reports what the lexer and the parser could not read: a typo by what was meant, anything else by their message.
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { Failures } from '../diagnostics/collect/failures.js';
import { commentInParentheses, syntax } from '../diagnostics/syntax.js';
import { workLimits } from '../limits.js';
import { findDivisions } from '../syntax/comments.js';
import type { ParsedFile, ParsedStatement } from '../syntax/parsed-file.js';
import { toFileRange } from '../syntax/ranges.js';
import { LineIndex } from '../text/lines.js';
import { Damage } from './damage.js';
import {
  findSignTypo,
  findTokenTypo,
  findUnclosedBracket,
  findUnopenedBracket,
  type SyntaxTypo,
} from './syntax-typos.js';

/** A parse error's token may be the end of the text, with the offset NaN or -1: then the token before it is marked. */
type Token = ParsedStatement['parserErrors'][number]['token'];

/** Answers false where a bound was exceeded: the text is not a network, or not one to expand. */
export function reportSyntax(file: ParsedFile, diagnostics: DiagnosticCollector, failures: Failures): boolean {
  const { limit, statements, text } = file;
  if (limit) {
    const range = new LineIndex(text).rangeBetween(limit.offset, limit.offset + 1);
    diagnostics.report(syntax, range, { mistake: { kind: 'unparsable', message: limit.message }, text: '' });
    return false;
  }
  for (const statement of statements) {
    const { failure, text } = statement;
    const place = () => toFileRange(new LineIndex(text).rangeBetween(0, text.length), statement.tree, file);
    if (failure !== undefined) failures.report(failure, place);
    failures.guard(() => reportStatement(statement, file, diagnostics), place);
  }
  reportStop(file, diagnostics);
  if (diagnostics.errors > 0) diagnostics.muteReportedLines();
  for (const { statement, start, end } of new Damage(statements).statements) {
    const range = new LineIndex(statement.text).rangeBetween(start, end);
    diagnostics.muteRange(toFileRange(range, statement.tree, file));
  }
  return true;
}

/** Where the reading stopped, in a statement or in the file. */
function reportStop({ text, statements, starts, stopped }: ParsedFile, diagnostics: DiagnosticCollector): void {
  const cut = statements.find((statement) => statement.stopped);
  const limit = cut?.stopped ?? stopped;
  if (!limit) return;
  const offset = cut ? starts.get(cut.tree)!.offset + limit.offset : limit.offset;
  const range = new LineIndex(text).rangeBetween(offset, offset + 1);
  diagnostics.report(syntax, range, { mistake: { kind: 'unparsable', message: limit.message }, text: '' });
}

function reportStatement(statement: ParsedStatement, file: ParsedFile, diagnostics: DiagnosticCollector): void {
  const { text, tree, lexerErrors, parserErrors } = statement;
  const lines = new LineIndex(text);
  const at = (start: number, end: number) => toFileRange(lines.rangeBetween(start, end), tree, file);
  const report = ({ start, end, mistake, write }: SyntaxTypo) =>
    diagnostics.report(syntax, at(start, end), { mistake, text: text.slice(start, end), write });
  for (const { offset, length, message } of lexerErrors.slice(0, workLimits.errors.file)) {
    const superfluous = length === 1 && '?;'.includes(text[offset]);
    const end = offset + length;
    const unparsable = { kind: 'unparsable', message } as const;
    report(
      findSignTypo(text, offset) ?? { start: offset, end, mistake: unparsable, write: superfluous ? '' : undefined },
    );
  }
  const divisions = divisionsOf(statement);
  // A division that became a comment swallows the brackets behind it.
  const swallowed = lexerErrors.length === 0 && parserErrors.length > 0 && divisions.length > 0;
  for (const start of divisions) {
    if (swallowed) report({ start, end: start + 2, mistake: { kind: 'division' }, write: '/' });
    else diagnostics.report(commentInParentheses, at(start, start + 2));
  }
  // A lexer error is the cause of most parser errors around it, which are not reported then.
  if (lexerErrors.length > 0 || swallowed) return;
  // What comes after the first error of the parser in a statement is mostly its consequence.
  for (const error of parserErrors.slice(0, 1)) {
    const { token, message } = error;
    const offset = token.startOffset;
    const typo = offset >= 0 ? (findTokenTypo(text, offset) ?? findUnopenedBracket(text, offset)) : undefined;
    if (typo) {
      report(typo);
      return;
    }
    const previous = 'previousToken' in error ? (error.previousToken as Token) : undefined;
    const [start, end] = extentOf(token, previous, text);
    const unclosed = findUnclosedBracket(text, offset >= 0 ? start : end);
    const related = unclosed && [
      { range: at(unclosed.offset, unclosed.offset + 1), message: `\`${unclosed.sign}\` is opened here.` },
    ];
    const args = { mistake: { kind: 'unparsable', message }, text: text.slice(start, end) } as const;
    diagnostics.report(syntax, at(start, end), args, related);
  }
}

const divisions = new WeakMap<ParsedStatement, readonly number[]>();

/** Cached for a statement: the file around it may be edited often. */
function divisionsOf(statement: ParsedStatement): readonly number[] {
  let found = divisions.get(statement);
  if (!found) {
    found = findDivisions(statement.text);
    divisions.set(statement, found);
  }
  return found;
}

/** The offsets of a token's first character and of the one after its last. */
function extentOf(token: Token, previous: Token | undefined, text: string): readonly [number, number] {
  if (token.startOffset >= 0) return [token.startOffset, (token.endOffset ?? token.startOffset) + 1];
  if (previous && previous.startOffset >= 0) {
    const end = (previous.endOffset ?? previous.startOffset) + 1;
    return [end - 1, end];
  }
  const end = text.trimEnd().length;
  return [Math.max(0, end - 1), end];
}
