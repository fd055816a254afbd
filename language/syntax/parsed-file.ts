// A parsed file: a list of statements, each with a syntax tree of its own text. Positions in a tree count from the
// statement's beginning, so that a tree is reused while the text before it changes.
import type { AstNode, ParseResult } from 'langium';
import type { Spending } from '../budget.js';
import type { Limit } from './bounds.js';
import type { File, Item } from './generated/ast.js';

/** A statement, or several that no keyword separates. Offsets and lines count from its own beginning. */
export interface ParsedStatement {
  readonly text: string;
  /** The keyword of the next statement, which messages name; '' at the end of the file. */
  readonly followedBy: string;
  readonly tree: File;
  readonly lexerErrors: ParseResult['lexerErrors'];
  readonly parserErrors: ParseResult['parserErrors'];
  /** From where on the text was not read: too many errors or statements. */
  readonly stopped?: Limit;
  /** The parser threw, which is a mistake of ours: the statement has no tree. */
  readonly failure?: unknown;
  /** The number of tokens. */
  readonly tokens: number;
  /** The number of line ends, and of characters after the last. */
  readonly lines: number;
  readonly lastLine: number;
}

/** Where a statement's text begins; lines and characters as the Language Server Protocol counts them. */
export interface StatementStart {
  readonly offset: number;
  readonly line: number;
  readonly character: number;
}

export interface ParsedFile {
  readonly text: string;
  readonly statements: readonly ParsedStatement[];
  /** The beginning of each statement, by its tree. */
  readonly starts: ReadonlyMap<AstNode, StatementStart>;
  /** The bound that the text exceeds; such a text has no statements. */
  readonly limit?: Limit;
  /** Where too many errors or statements stopped the reading; the statements from there on are missing. */
  readonly stopped?: Limit;
  /** What parsing all of it took. */
  readonly spent: Spending;
}

/** The statements of all kinds, in the order of the text. */
export function itemsOf({ statements }: ParsedFile): Item[] {
  return statements.flatMap(({ tree }) => tree.items);
}
