// Ranges of syntax nodes in a file; total over broken trees, where a node may have no text of its own.
import { type AstNode, GrammarUtils } from 'langium';
import type { Position, Range } from '../text/range.js';
import type { Call } from './generated/ast.js';
import { treeOf } from './nodes.js';
import type { ParsedFile, StatementStart } from './parsed-file.js';

/** The beginnings of a file's statements, which turn ranges in a statement into ranges in the file. */
export type StatementStarts = Pick<ParsedFile, 'starts'>;

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The range of a node, or of the nearest node around it that has text. */
export function rangeOf(node: AstNode | undefined, file: StatementStarts): Range {
  let own = node;
  while (own && !own.$cstNode) own = own.$container;
  return own?.$cstNode ? toFileRange(own.$cstNode.range, own, file) : nowhere;
}

/** A range in the statement that a node belongs to, as a range in the file. */
export function toFileRange(range: Range, node: AstNode, { starts }: StatementStarts): Range {
  const from = starts.get(treeOf(node));
  // A built-in's tree has no start: it is not part of the file.
  return from ? anchorRange(range, from) : { start: range.start, end: range.end };
}

/** A range that counts from the beginning of a statement, as a range in the file. */
export function anchorRange({ start, end }: Range, from: StatementStart): Range {
  return { start: anchorPosition(start, from), end: anchorPosition(end, from) };
}

function anchorPosition({ line, character }: Position, from: StatementStart): Position {
  return { line: line + from.line, character: line === 0 ? character + from.character : character };
}

/** The name at the start of a call. */
export function nameRange(call: Call, file: StatementStarts): Range {
  return leadingRange(rangeOf(call, file), call.name?.length ?? 0);
}

/** The name after a keyword, as in `network LeNet5`; the keyword itself where there is none. */
export function declarationRange(node: AstNode, file: StatementStarts, keyword: string, property = 'name'): Range {
  const name = GrammarUtils.findNodeForProperty(node.$cstNode, property);
  return name ? toFileRange(name.range, node, file) : leadingRange(rangeOf(node, file), keyword.length);
}

/** The first characters of a range. */
export function leadingRange({ start }: Range, length: number): Range {
  return { start, end: { line: start.line, character: start.character + length } };
}
