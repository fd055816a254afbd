// From a text to its statements' trees: those of the text before are kept where nothing in them has changed, so that an
// edit costs reading one statement.
import type { AstNode, LangiumCoreServices, ParseResult } from 'langium';
import { countTokens, type Limit, maximalTokens } from './bounds.js';
import type { File } from './generated/ast.js';
import type { CnnParserMessages } from './messages.js';
import type { ParsedFile, ParsedStatement, StatementStart } from './parsed-file.js';
import { type StatementText, splitStatements } from './split-statements.js';

export class StatementParser {
  constructor(private readonly services: LangiumCoreServices) {}

  /** `before` is an earlier reading of nearly the same text: the answer is the same with and without it. */
  read(text: string, before?: ParsedFile): ParsedFile {
    const cutting = splitStatements(text);
    if ('limit' in cutting) return { text, statements: [], starts: new Map(), limit: cutting.limit };
    const statements: ParsedStatement[] = [];
    const starts = new Map<AstNode, StatementStart>();
    const keptOf = unchanged(cutting.pieces, before?.statements ?? []);
    let tokens = 0;
    let start: StatementStart = { offset: 0, line: 0, character: 0 };
    for (const [index, piece] of cutting.pieces.entries()) {
      const statement = this.statement(piece, keptOf(index), maximalTokens - tokens);
      if ('message' in statement) {
        const limit = { ...statement, offset: start.offset + statement.offset };
        return { text, statements: [], starts: new Map(), limit };
      }
      statements.push(statement);
      starts.set(statement.tree, start);
      tokens += statement.tokens;
      start = behind(start, statement);
    }
    return { text, statements, starts };
  }

  /** `left` is how many words and signs the file may still have. */
  private statement(piece: StatementText, kept: ParsedStatement | undefined, left: number): ParsedStatement | Limit {
    if (kept && kept.tokens <= left) return kept;
    // A copy: a slice would keep all of the file's text for as long as this statement stays as it is.
    const text = JSON.parse(JSON.stringify(piece.text)) as string;
    const tokens = countTokens(text, left);
    if (typeof tokens !== 'number') return tokens;
    const { LangiumParser, ParserErrorMessageProvider } = this.services.parser;
    (ParserErrorMessageProvider as CnnParserMessages).followedBy = piece.followedBy;
    const parsed: ParseResult<File> = LangiumParser.parse<File>(text);
    const { value: tree, lexerErrors, parserErrors } = parsed;
    const ends = [...text.matchAll(/\r\n?|\n/g)];
    const last = ends.at(-1);
    const lastLine = last ? text.length - last.index - last[0].length : text.length;
    return {
      text,
      followedBy: piece.followedBy,
      tree,
      lexerErrors,
      parserErrors,
      tokens,
      lines: ends.length,
      lastLine,
    };
  }
}

/** Which of the statements before has the text of a piece, counted from the beginning or else from the end. */
function unchanged(pieces: readonly StatementText[], before: readonly ParsedStatement[]) {
  const same = (piece: StatementText | undefined, statement: ParsedStatement | undefined) =>
    piece?.text === statement?.text && piece?.followedBy === statement?.followedBy;
  const shorter = Math.min(pieces.length, before.length);
  let first = 0;
  while (first < shorter && same(pieces[first], before[first])) first++;
  let last = 0;
  while (last < shorter - first && same(pieces.at(-1 - last), before.at(-1 - last))) last++;
  return (index: number): ParsedStatement | undefined => {
    if (index < first) return before[index];
    return index >= pieces.length - last ? before[index - pieces.length + before.length] : undefined;
  };
}

/** Where the text behind a statement begins. */
function behind(
  { offset, line, character }: StatementStart,
  { text, lines, lastLine }: ParsedStatement,
): StatementStart {
  return {
    offset: offset + text.length,
    line: line + lines,
    character: lines === 0 ? character + lastLine : lastLine,
  };
}
