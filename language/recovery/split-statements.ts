// Slips that tear a chain in two, so that its rest is read as statements of their own: `conv[8]`, and `[...] x 2`.

import { nothingFed } from '../diagnostics/chains.js';
import type { ExpansionContext } from '../expand/expansion-context.js';
import { type Expression, isCall, isChain, isGroup, isNumberLiteral, isSizeLiteral } from '../syntax/generated/ast.js';
import { rangeOf } from '../syntax/ranges.js';
import { isUnknown } from './unknown-name.js';

export interface Torn {
  /** How many statements the slip made of the chain's rest. */
  readonly statements: number;
  /** What comes after the slip in the chain. */
  readonly rest: readonly Expression[];
}

/** Reports such a slip where a statement is its first half; undefined where it is none. */
export function reportTorn(
  results: readonly Expression[],
  index: number,
  expansion: ExpansionContext,
): Torn | undefined {
  return reportBrackets(results[index], expansion) ?? reportCount(results[index], results[index + 1], expansion);
}

function reportBrackets(statement: Expression, { scope: { file } }: ExpansionContext): Torn | undefined {
  const [first, ...rest] = elementsOf(statement);
  if (!isGroup(first) || !(isNumberLiteral(first.chain) || isSizeLiteral(first.chain))) return undefined;
  const newText = `(${first.chain.text})`;
  const range = rangeOf(first, file);
  file.diagnostics.report(nothingFed, range, { kind: 'brackets', text: newText });
  return { statements: 1, rest };
}

function reportCount(sign: Expression, next: Expression | undefined, { scope }: ExpansionContext): Torn | undefined {
  const [count, ...rest] = next ? elementsOf(next) : [];
  if (!isCall(sign) || !/^x$/i.test(sign.name) || sign.parenthesis || !isNumberLiteral(count)) return undefined;
  if (!isUnknown(sign, scope)) return undefined;
  const { file } = scope;
  const newText = `*${count.text}`;
  const range = { start: rangeOf(sign, file).start, end: rangeOf(count, file).end };
  file.diagnostics.report(nothingFed, range, { kind: 'repetition', text: newText });
  return { statements: 2, rest };
}

function elementsOf(expression: Expression): readonly Expression[] {
  return isChain(expression) ? expression.elements : [expression];
}
