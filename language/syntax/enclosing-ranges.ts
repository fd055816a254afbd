// What encloses a position: the token, the argument, the call, the chain, the statement.
import { CstUtils } from 'langium';
import { contains, type Position, type Range } from '../text/range.js';
import type { SyntaxNode } from './nodes.js';
import type { ParsedFile } from './parsed-file.js';
import { anchorRange } from './ranges.js';

/** From the innermost range to the whole statement, each larger than the one before; empty between statements. */
export function findEnclosingRanges({ statements, starts }: ParsedFile, offset: number, position: Position): Range[] {
  const statement = statements.findLast(({ tree }) => starts.get(tree)!.offset <= offset);
  const root = statement?.tree.$cstNode;
  if (!root) return [];
  const start = starts.get(statement.tree)!;
  const inside = offset - start.offset;
  // At the end of a name the cursor still means it.
  const leaf = CstUtils.findLeafNodeAtOffset(root, inside) ?? CstUtils.findLeafNodeAtOffset(root, inside - 1);
  const ranges: Range[] = [];
  const add = (range: Range | undefined) => {
    if (!range) return;
    const anchored = anchorRange(range, start);
    const last = ranges.at(-1);
    if (contains(anchored, position) && !(last && sameRange(last, anchored))) ranges.push(anchored);
  };
  if (leaf && !leaf.hidden) add(leaf.range);
  for (let node: SyntaxNode | undefined = leaf?.astNode; node?.$container; node = node.$container) {
    add(node.$cstNode?.range);
  }
  return ranges;
}

function sameRange(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
