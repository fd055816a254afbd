// `input(28, 28, 1)` and `input(28*28*1)`: an image's size as other notations have it.

import { writing } from '../diagnostics/diagnostic.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { Value } from '../evaluate/value.js';
import { type Call, type Expression, isBinary, isNumberLiteral } from '../syntax/generated/ast.js';
import { rangeOf } from '../syntax/ranges.js';

/** The size that a call's numbers mean where a shape is its one parameter; says how it is written. */
export function reportShapeSlip(call: Call, parameters: readonly { readonly type?: string }[], file: FileContext) {
  if (parameters.length !== 1 || parameters[0].type !== 'shape') return undefined;
  const [first] = call.arguments;
  const written = call.arguments.length === 1 ? factorsOf(first.value) : call.arguments.map(unnamed);
  if (written.length !== 3 || !written.every(isNumberLiteral)) return undefined;
  const sides = written.map(({ text }) => Number(text));
  if (!sides.every(Number.isInteger)) return undefined;
  const proper = sides.join('x');
  const range = { start: rangeOf(written[0], file).start, end: rangeOf(written[2], file).end };
  const message = `a size is one word, height x width x channels: ${proper}.`;
  const fixes = [writing(proper, range)];
  file.diagnostics.error('size-spelling', range, message, { fixes });
  return { kind: 'size', sides } satisfies Value;
}

function unnamed({ name, value }: Call['arguments'][number]): Expression | undefined {
  return name === undefined ? value : undefined;
}

/** `28*28*1` leans to the left. */
function factorsOf(expression: Expression | undefined): (Expression | undefined)[] {
  if (!isBinary(expression) || expression.operator !== '*') return [expression];
  const { left, right } = expression;
  return isBinary(left) && left.operator === '*' ? [left.left, left.right, right] : [left, right];
}
