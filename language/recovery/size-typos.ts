// Sizes of an image as other notations write them: `input(28, 28, 1)` and `input(28*28*1)`.

import { type Call, type Expression, isBinary, isNumberLiteral } from '../syntax/generated/ast.js';
import { rangeOf, type StatementStarts } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';

export interface ShapeTypo {
  readonly sides: readonly number[];
  /** From the first number to the last. */
  readonly range: Range;
}

/** The shape that a call's three numbers mean, where a shape is its one parameter. */
export function findShapeTypo(call: Call, places: StatementStarts): ShapeTypo | undefined {
  const [first] = call.arguments;
  const numbers = call.arguments.length === 1 ? listFactors(first.value) : call.arguments.map(unnamedValue);
  if (numbers.length !== 3 || !numbers.every(isNumberLiteral)) return undefined;
  const sides = numbers.map(({ text }) => Number(text));
  if (!sides.every(Number.isInteger)) return undefined;
  const range = { start: rangeOf(numbers[0], places).start, end: rangeOf(numbers[2], places).end };
  return { sides, range };
}

function unnamedValue({ name, value }: Call['arguments'][number]): Expression | undefined {
  return name === undefined ? value : undefined;
}

/** The operands of a product; `28*28*1` is left-associative. */
function listFactors(expression: Expression | undefined): (Expression | undefined)[] {
  if (!isBinary(expression) || expression.operator !== '*') return [expression];
  const { left, right } = expression;
  return isBinary(left) && left.operator === '*' ? [left.left, left.right, right] : [left, right];
}
