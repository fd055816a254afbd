// The comment above a declaration is its documentation.
import { type AstNode, CstUtils } from 'langium';

/** Its text without the comment marks, lines joined into paragraphs; empty where there is none. */
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
