// Finds the call at an offset of a file.
import { CstUtils } from 'langium';
import { type Call, isCall } from './generated/ast.js';
import type { SyntaxNode } from './nodes.js';
import type { ParsedFile } from './parsed-file.js';

/** The call that begins at an offset. */
export function findCallAt({ statements, starts }: ParsedFile, offset: number): Call | undefined {
  const statement = statements.findLast(({ tree }) => starts.get(tree)!.offset <= offset);
  const root = statement?.tree.$cstNode;
  if (!root) return undefined;
  const inside = offset - starts.get(statement.tree)!.offset;
  const leaf = CstUtils.findLeafNodeAtOffset(root, inside);
  let node: SyntaxNode | undefined = leaf?.astNode;
  for (; node && node.$cstNode?.offset === inside; node = node.$container) if (isCall(node)) return node;
  return undefined;
}
