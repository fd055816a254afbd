// Where things stand in the text; total over broken trees, where a node may have no text of its own.
import { type AstNode, GrammarUtils } from 'langium';
import type { Call } from '../../generated/ast.js';
import type { Range } from '../problem.js';

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The text of a node, or of the nearest node around it that has one. */
export function rangeOf(node: AstNode | undefined): Range {
  for (let current = node; current; current = current.$container) {
    if (current.$cstNode) return current.$cstNode.range;
  }
  return nowhere;
}

/** The name at the start of a call. */
export function nameRange(call: Call): Range {
  return leading(rangeOf(call), call.name?.length ?? 0);
}

/** The name after a keyword, as in `network LeNet5`; the keyword itself where there is none. */
export function declarationRange(node: AstNode, keyword: string, property = 'name'): Range {
  const name = GrammarUtils.findNodeForProperty(node.$cstNode, property);
  return name?.range ?? leading(rangeOf(node), keyword.length);
}

function leading({ start }: Range, length: number): Range {
  return { start, end: { line: start.line, character: start.character + length } };
}
