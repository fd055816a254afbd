// Queries on nodes of the syntax tree, for the folders that must not use Langium's concrete tree.
import { type AstNode, AstUtils } from 'langium';
import { type Argument, type Call, type File, isCall, type Train } from './generated/ast.js';

/** A node of a statement's tree. */
export type SyntaxNode = AstNode;

/** The text that a node was parsed from; undefined for a node that error recovery inserted. */
export function sourceText(node: SyntaxNode | undefined): string | undefined {
  return node?.$cstNode?.text;
}

/** The names of calls in a node, with or without arguments. */
export function namesIn(node: SyntaxNode | undefined): string[] {
  return node ? [...AstUtils.streamAst(node).filter(isCall)].flatMap(({ name }) => name ?? []) : [];
}

/** Where a node is in its statement's text; undefined for a node that error recovery inserted. */
export function findOffsets(node: SyntaxNode): { readonly start: number; readonly end: number } | undefined {
  return node.$cstNode && { start: node.$cstNode.offset, end: node.$cstNode.end };
}

/** The offset behind a node's last character, from its statement's beginning. */
export function endOffset(node: SyntaxNode): number | undefined {
  return node.$cstNode?.end;
}

/** The tree of a node's statement. */
export function treeOf(node: SyntaxNode): SyntaxNode {
  let tree = node;
  while (tree.$container) tree = tree.$container;
  return tree;
}

/** The number of lines before the first token of a statement's text. */
export function linesBeforeFirstItem(tree: SyntaxNode): number | undefined {
  return (tree as File).items[0]?.$cstNode?.range.start.line;
}

/** The settings of a `train` statement as the named arguments of a call, which are matched and evaluated alike. */
export function asCall(train: Train): Call {
  const settings = train.settings.map(
    (setting) => ({ ...setting, $type: 'Argument', $cstNode: setting.$cstNode }) as unknown as Argument,
  );
  return {
    $type: 'Call',
    name: 'train',
    arguments: settings,
    parenthesis: true,
    $cstNode: train.$cstNode,
    $container: train.$container,
  } as unknown as Call;
}
