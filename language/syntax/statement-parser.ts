// Parses a text statement by statement. Statements that an edit leaves unchanged keep their trees.
import type { AstNode, LangiumCoreServices, ParseResult } from 'langium';
import { Budget, type Spending } from '../budget.js';
import type { ResilientParser } from './bounded-parser.js';
import { countTokens, type Limit, stopReading } from './bounds.js';
import { findForeignFormat } from './foreign-format.js';
import type { File } from './generated/ast.js';
import type { CnnParserMessages } from './messages.js';
import type { ParsedFile, ParsedStatement, StatementStart } from './parsed-file.js';
import { type StatementText, splitStatements } from './split-statements.js';

export class StatementParser {
  constructor(private readonly services: LangiumCoreServices) {}

  /** `before` is a parsed file of nearly the same text; the result is the same without it. */
  parse(text: string, before?: ParsedFile): ParsedFile {
    const parsed = this.parseStatements(text, before);
    const hasMistake =
      parsed.limit || parsed.statements.some((each) => each.lexerErrors.length + each.parserErrors.length > 0);
    const message = hasMistake ? findForeignFormat(text) : undefined;
    return message ? refuse(text, { offset: 0, message }, parsed.spent) : parsed;
  }

  private parseStatements(text: string, before: ParsedFile | undefined): ParsedFile {
    const budget = new Budget();
    const split = splitStatements(text);
    if ('limit' in split) return refuse(text, split.limit, budget.snapshot());
    const statements: ParsedStatement[] = [];
    const starts = new Map<AstNode, StatementStart>();
    const reusable = findReusable(split.statements, before?.statements ?? []);
    let start: StatementStart = { offset: 0, line: 0, character: 0 };
    for (const [index, source] of split.statements.entries()) {
      const reason = (['errors', 'statements'] as const).find((resource) => budget.left(resource) <= 0);
      if (reason) {
        return { text, statements, starts, stopped: stopReading(source.offset, reason), spent: budget.snapshot() };
      }
      const statement = this.parseStatement(source, reusable(index), budget.left('tokens'));
      if ('message' in statement) {
        return refuse(text, { ...statement, offset: start.offset + statement.offset }, budget.snapshot());
      }
      statements.push(statement);
      starts.set(statement.tree, start);
      budget.spend('tokens', statement.tokens);
      budget.spend('errors', statement.lexerErrors.length + statement.parserErrors.length);
      budget.spend('statements', statement.tree.items.length);
      start = nextStart(start, statement);
    }
    return { text, statements, starts, spent: budget.snapshot() };
  }

  /** `left` is the number of tokens that the file may still have. */
  private parseStatement(
    source: StatementText,
    reusable: ParsedStatement | undefined,
    left: number,
  ): ParsedStatement | Limit {
    if (reusable && reusable.tokens <= left) return reusable;
    // A copy, since a slice would keep the whole file's text alive as long as this statement.
    const text = JSON.parse(JSON.stringify(source.text)) as string;
    const tokens = countTokens(text, left);
    if (typeof tokens !== 'number') return tokens;
    const { LangiumParser, ParserErrorMessageProvider } = this.services.parser;
    (ParserErrorMessageProvider as CnnParserMessages).followedBy = source.followedBy;
    const { value: tree, lexerErrors, parserErrors, failure } = tryParse(text, LangiumParser as ResilientParser);
    const { stopped } = LangiumParser as ResilientParser;
    const ends = [...text.matchAll(/\r\n?|\n/g)];
    const last = ends.at(-1);
    const lastLine = last ? text.length - last.index - last[0].length : text.length;
    return {
      text,
      followedBy: source.followedBy,
      tree,
      lexerErrors,
      parserErrors,
      ...(stopped && { stopped }),
      ...(failure !== undefined && { failure }),
      tokens,
      lines: ends.length,
      lastLine,
    };
  }
}

/** A text of which nothing is read. */
function refuse(text: string, limit: Limit, spent: Spending): ParsedFile {
  return { text, statements: [], starts: new Map(), limit, spent };
}

/** The parse; without a tree where the parser throws. */
function tryParse(text: string, parser: ResilientParser): ParseResult<File> & { readonly failure?: unknown } {
  try {
    return parser.parse<File>(text);
  } catch (failure) {
    return { value: { $type: 'File', items: [] } as File, lexerErrors: [], parserErrors: [], failure };
  }
}

/** Finds statements with unchanged text: those before an edit by their index, those after it counted from the end. */
function findReusable(sources: readonly StatementText[], before: readonly ParsedStatement[]) {
  const same = (source: StatementText | undefined, statement: ParsedStatement | undefined) =>
    source?.text === statement?.text && source?.followedBy === statement?.followedBy;
  const shorter = Math.min(sources.length, before.length);
  let first = 0;
  while (first < shorter && same(sources[first], before[first])) first++;
  let last = 0;
  while (last < shorter - first && same(sources.at(-1 - last), before.at(-1 - last))) last++;
  return (index: number): ParsedStatement | undefined => {
    if (index < first) return before[index];
    return index >= sources.length - last ? before[index - sources.length + before.length] : undefined;
  };
}

/** Where the statement after this one begins. */
function nextStart(
  { offset, line, character }: StatementStart,
  { text, lines, lastLine }: ParsedStatement,
): StatementStart {
  return {
    offset: offset + text.length,
    line: line + lines,
    character: lines === 0 ? character + lastLine : lastLine,
  };
}
