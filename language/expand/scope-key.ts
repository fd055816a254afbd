// The key under which a block's expansion is reused: calls of one block with equal arguments and input shapes share it.

import type { Scope, Tensor, Value } from '../evaluate/value.js';
import type { Block } from '../syntax/generated/ast.js';
import type { SyntaxNode } from '../syntax/nodes.js';

const numbers = new WeakMap<SyntaxNode, number>();
let numbered = 0;

/** A number that no other node has. */
function identify(node: SyntaxNode): number {
  const known = numbers.get(node);
  if (known !== undefined) return known;
  numbers.set(node, ++numbered);
  return numbered;
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
    case 'piece': {
      // A default's scope is the one being keyed: it is equal where the other parameters are.
      const scope = value.scope === inside ? 'own' : value.scope.key;
      return scope === undefined ? undefined : `#${identify(value.expression)}@${scope}`;
    }
    case 'tuple': {
      const items = value.items.map((item) => keyOf(item, inside));
      return items.includes(undefined) ? undefined : `(${items.join(',')})`;
    }
    default:
      return undefined;
  }
}

/** The key of a block's scope once its parameters are bound; undefined where one is a tensor or has an error. */
export function scopeKey(block: Block, scope: Scope, given: Tensor): string | undefined {
  const keys = block.parameters.map(({ name }) => {
    const value = scope.peek(name);
    return value && keyOf(value, scope);
  });
  if (keys.includes(undefined)) return undefined;
  const { height, width, channels } = given.shape;
  return `#${identify(block)}(${keys.join(';')})${height}x${width}x${channels}${given.uncertain ? '?' : ''}`;
}
