// Finds chains that a typo splits into several statements: `conv[8]`, and `[...] x 2`.

import {
  type Call,
  type Expression,
  isCall,
  isChain,
  isGroup,
  isNumberLiteral,
  isSizeLiteral,
} from '../syntax/generated/ast.js';
import { rangeOf, type StatementStarts } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';

export interface SplitStatement {
  readonly kind: 'brackets' | 'repetition';
  /** What is written wrongly, and how it is written. */
  readonly range: Range;
  readonly text: string;
  /** How many statements the typo made of the rest of the chain. */
  readonly statements: number;
  /** What follows the typo in the chain. */
  readonly rest: readonly Expression[];
}

/** The typo at a statement and the one after it; undefined where there is none. `isUnknown` judges the name `x`. */
export function findSplitStatement(
  [statement, next]: readonly Expression[],
  file: StatementStarts,
  isUnknown: (call: Call) => boolean,
): SplitStatement | undefined {
  return findBrackets(statement, file) ?? findCount(statement, next, file, isUnknown);
}

function findBrackets(statement: Expression, file: StatementStarts): SplitStatement | undefined {
  const [first, ...rest] = elementsOf(statement);
  if (!isGroup(first) || !(isNumberLiteral(first.chain) || isSizeLiteral(first.chain))) return undefined;
  return { kind: 'brackets', range: rangeOf(first, file), text: `(${first.chain.text})`, statements: 1, rest };
}

function findCount(
  sign: Expression,
  next: Expression | undefined,
  file: StatementStarts,
  isUnknown: (call: Call) => boolean,
): SplitStatement | undefined {
  const [count, ...rest] = next ? elementsOf(next) : [];
  if (!isCall(sign) || !/^x$/i.test(sign.name) || sign.parenthesis || !isNumberLiteral(count)) return undefined;
  if (!isUnknown(sign)) return undefined;
  const range = { start: rangeOf(sign, file).start, end: rangeOf(count, file).end };
  return { kind: 'repetition', range, text: `*${count.text}`, statements: 2, rest };
}

function elementsOf(expression: Expression): readonly Expression[] {
  return isChain(expression) ? expression.elements : [expression];
}
