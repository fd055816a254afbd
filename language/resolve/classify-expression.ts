// Classifies an expression by its syntax: a tensor, a piece of network, or a value such as a number. The counterpart on
// values is language/evaluate/is-tensor.ts; here, a block that hides a join or `input` is not recognised.
import { canFlow, findBuiltin } from '../builtins/builtins.js';
import { symbols } from '../evaluate/types.js';
import type { Expression } from '../syntax/generated/ast.js';
import type { LocalDeclaration } from './name-uses.js';
import type { Names } from './names.js';

/** Whether an expression is a tensor: `input`, a tensor's name, a join of tensors, or a chain that starts with one. */
export function isTensor(expression: Expression | undefined, names: Names): boolean {
  switch (expression?.$type) {
    case 'Chain':
      return isTensor(expression.elements[0], names);
    case 'Group':
      return isTensor(expression.chain, names);
    case 'Tuple':
      return expression.elements.length === 1 && isTensor(expression.elements[0], names);
    case 'Call': {
      const { name, arguments: branches } = expression;
      const local = names.get(name);
      if (local) return local.holds === 'tensor';
      const builtin = name ? findBuiltin(name) : undefined;
      if (builtin?.category !== 'join') return builtin?.name === 'input';
      return branches.length > 0 && branches.every(({ value }) => isTensor(value, names));
    }
    default:
      return false;
  }
}

export function classify(expression: Expression | undefined, names: Names): NonNullable<LocalDeclaration['holds']> {
  if (isTensor(expression, names)) return 'tensor';
  switch (expression?.$type) {
    case 'Chain':
    case 'Group':
      return 'piece';
    case 'Tuple':
      return expression.elements.length === 1 ? classify(expression.elements[0], names) : 'value';
    case 'Binary':
      // `[...]*3` repeats a piece; any other arithmetic is on numbers.
      return expression.operator === '*' && classify(expression.left, names) !== 'value' ? 'piece' : 'value';
    case 'Call': {
      const local = names.get(expression.name);
      if (local) return local.holds ?? 'value';
      const builtin = expression.name ? findBuiltin(expression.name) : undefined;
      if (builtin) return canFlow(builtin) ? 'piece' : 'value';
      if (expression.parenthesis) return 'piece';
      // What is no word, no built-in and no later binding is a block.
      const isWord = expression.name === 'channels' || symbols.has(expression.name);
      return isWord || names.declares(expression.name) ? 'value' : 'piece';
    }
    default:
      return 'value';
  }
}

/** Whether a statement of a network is `output(...)`. */
export function isOutput(expression: Expression | undefined, names: Names): boolean {
  if (expression?.$type !== 'Call' || names.get(expression.name ?? '')) return false;
  return findBuiltin(expression.name ?? '')?.name === 'output';
}
