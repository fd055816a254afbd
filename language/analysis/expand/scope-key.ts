// Says when two calls of a block are the same: one block, equal arguments, one shape of input.
import type { AstNode } from 'langium';
import type { Shape } from '../../graph/index.js';
import type { FileContext } from './file-context.js';
import type { Scope, Value } from './value.js';

/** What is a node's own in the network being expanded: its kind and its place in its file's text. */
function identify(node: AstNode, { path = '' }: FileContext): string {
  return `${path}:${node.$type}${node.$cstNode?.offset}-${node.$cstNode?.end}`;
}

function keyOf(value: Value, inside: Scope): string | undefined {
  switch (value.kind) {
    case 'number':
      return `${value.value}`;
    case 'size':
      return value.sides.join('x');
    case 'symbol':
      return value.name;
    case 'text':
      return JSON.stringify(value.text);
    case 'flow': {
      // A default belongs to the scope being keyed: equal where the rest of it is.
      const scope = value.scope === inside ? 'own' : value.scope.key;
      return scope === undefined ? undefined : `#${identify(value.expression, value.scope.file)}@${scope}`;
    }
    case 'tuple': {
      const items = value.items.map((item) => keyOf(item, inside));
      return items.includes(undefined) ? undefined : `(${items.join(',')})`;
    }
    default:
      return undefined;
  }
}

/** The key of a block's scope once its parameters are bound; undefined where a tensor or a mistake is among them. */
export function scopeKey(
  block: AstNode,
  parameters: readonly string[],
  scope: Scope,
  given: Shape,
): string | undefined {
  const keys = parameters.map((name) => {
    const value = scope.peek(name);
    return value && keyOf(value, scope);
  });
  if (keys.includes(undefined)) return undefined;
  return `#${identify(block, scope.file)}(${keys.join(';')})${given.height}x${given.width}x${given.channels}`;
}
