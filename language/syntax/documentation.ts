// Documentation comments: the comment above a declaration.
import { type AstNode, CstUtils } from 'langium';

/** The text of the comment above a node, without comment marks, lines joined to paragraphs; '' without a comment. */
export function documentationAbove(node: AstNode): string {
  const comment = CstUtils.findCommentNode(node.$cstNode, ['BLOCK_COMMENT', 'LINE_COMMENT']);
  if (!comment) return '';
  return comment.text
    .replace(/^\/\*+|\*+\/$/g, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(\*|\/\/+)?\s?/, '').trim())
    .join('\n')
    .trim()
    .replace(/([^\n])\n(?!\n)/g, '$1 ');
}
