// Tells tensors from pieces by how an expression is written, before anything is placed.
import { findBuiltin } from '../builtins/builtins.js';
import { type Expression, isCall, isChain, isGroup, isTuple } from '../syntax/generated/ast.js';
import { meansInput } from './unknown-name.js';
import type { Scope } from './value.js';

/**
 * Whether an expression is a tensor: `input`, a tensor's name, a join of tensors only, or a chain that starts with one.
 * Any other is a piece, which takes what it is given.
 */
export function isTensor(expression: Expression | undefined, scope: Scope): boolean {
  if (isChain(expression)) return isTensor(expression.elements[0], scope);
  if (isGroup(expression)) return isTensor(expression.chain, scope);
  if (isTuple(expression) && expression.elements.length === 1) return isTensor(expression.elements[0], scope);
  if (!isCall(expression) || !expression.name) return false;
  const value = scope.get(expression.name);
  if (value) return value.kind === 'tensor';
  if (scope.file.blocks.has(expression.name)) return false;
  const builtin = findBuiltin(expression.name);
  if (!builtin) return meansInput(expression, scope);
  if (builtin.category !== 'join') return builtin.name === 'input';
  const branches = expression.arguments;
  return branches.length > 0 && branches.every((branch) => isTensor(branch.value, scope));
}
