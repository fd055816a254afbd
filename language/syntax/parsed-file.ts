// What reading a text comes to: its statements, each with the tree of its own text alone. A tree knows nothing of where
// its statement stands, so it is kept as it is while what stands before it grows and shrinks.
import type { AstNode, ParseResult } from 'langium';
import type { Limit } from './bounds.js';
import type { File, Item } from './generated/ast.js';

/** A statement, or several where no keyword tells them apart. Its offsets and lines count from its own beginning. */
export interface ParsedStatement {
  readonly text: string;
  /** The keyword of the next statement, which messages name; empty at the end of the file. */
  readonly followedBy: string;
  readonly tree: File;
  readonly lexerErrors: ParseResult['lexerErrors'];
  readonly parserErrors: ParseResult['parserErrors'];
  /** Words and signs in it. */
  readonly tokens: number;
  /** Line ends in it, and characters behind the last. */
  readonly lines: number;
  readonly lastLine: number;
}

/** Where a statement's text begins; lines and characters as the protocol counts them. */
export interface StatementStart {
  readonly offset: number;
  readonly line: number;
  readonly character: number;
}

export interface ParsedFile {
  readonly text: string;
  readonly statements: readonly ParsedStatement[];
  /** Where each statement begins, by its tree. */
  readonly starts: ReadonlyMap<AstNode, StatementStart>;
  /** Where the text goes past a bound: then nothing of it was read. */
  readonly limit?: Limit;
}

/** Networks, blocks and all else, in the order of the text. */
export function itemsOf({ statements }: ParsedFile): Item[] {
  return statements.flatMap(({ tree }) => tree.items);
}
