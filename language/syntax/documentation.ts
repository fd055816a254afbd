// Documentation comments: the comment directly above a declaration.
import { type AstNode, type CstNode, CstUtils } from 'langium';
import { splitLines } from '../text/lines.js';

/**
 * The text of the comment above a node, without comment marks, lines joined to paragraphs; '' without a comment. Line
 * comments on adjacent lines are one comment.
 */
export function documentationAbove(node: AstNode): string {
  return lastComment(gapBefore(node.$cstNode))
    .map((line) => line.replace(/^\s*(\*|\/\/+)?\s?/, '').trim())
    .join('\n')
    .trim()
    .replace(/([^\n])\n(?!\n)/g, '$1 ');
}

/** The comments and spaces between a node and the token before it. */
function gapBefore(node: CstNode | undefined): string {
  if (!node) return '';
  const previous = CstUtils.getPreviousNode(node, false);
  const gap = node.root.fullText.slice(previous?.end ?? 0, node.offset);
  // A comment on the line of the token before it is about that token.
  const behindToken = previous !== undefined || /^[^\S\r\n]/.test(gap);
  return behindToken ? gap.replace(/^[^\S\r\n]*\/\/[^\r\n]*/, '') : gap;
}

const comment = /\/\*([\s\S]*?)\*\/|\/\/[^\r\n]*/g;

/** The lines of the last comment in a gap; none where a blank line follows it. */
function lastComment(gap: string): string[] {
  let lines: string[] = [];
  let end = 0;
  const isAdjacent = (offset: number) => splitLines(gap.slice(end, offset)).length <= 2;
  for (const { 0: text, 1: inside, index } of gap.matchAll(comment)) {
    if (inside !== undefined) lines = splitLines(inside.replace(/^\*+|\*+$/g, ''));
    else if (lines[0]?.startsWith('//') && isAdjacent(index)) lines.push(text);
    else lines = [text];
    end = index + text.length;
  }
  return isAdjacent(gap.length) ? lines : [];
}
