// Sums and products of numbers, and what is said where something else stands in them.

import { writing } from '../diagnostics/diagnostic.js';
import { rewrittenDifference } from '../recovery/foreign-call.js';
import { type Binary, type Expression, isBinary } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';
import type { EvaluationContext } from './context.js';
import { describe, unknown, type Value } from './value.js';

export function negate(value: Value, expression: Expression, context: EvaluationContext): Value {
  if (value.kind === 'number') return { kind: 'number', value: -value.value };
  return wrongOperand('-', value, expression, context);
}

export function calculate(step: Binary, left: number, right: number, { scope: { file } }: EvaluationContext): Value {
  switch (step.operator) {
    case '+':
      return { kind: 'number', value: left + right };
    case '-':
      return { kind: 'number', value: left - right };
    case '*':
      return { kind: 'number', value: left * right };
    case '/': {
      if (right === 0) {
        file.diagnostics.error('division-by-zero', rangeOf(step.right, file), `${left} / 0 has no value.`);
        return unknown;
      }
      if (Number.isInteger(left) && Number.isInteger(right) && left % right !== 0) {
        file.diagnostics.error(
          'uneven-division',
          rangeOf(step, file),
          `${left} / ${right} leaves a rest of ${left % right}: only divisions that come out even are allowed.`,
        );
        return unknown;
      }
      return { kind: 'number', value: left / right };
    }
    default:
      return unknown;
  }
}

export function wrongOperand(
  operator: string,
  value: Value,
  place: Expression,
  { scope: { file } }: EvaluationContext,
): Value {
  if (value.kind !== 'unknown') {
    file.diagnostics.error(
      'not-a-number',
      rangeOf(place, file),
      `\`${operator}\` takes numbers, and this is ${describe(value)}.`,
    );
  }
  return unknown;
}

/**
 * `[...]*n - 1`, the tables' `FC-4096` and `conv(8) - relu`: what is likely meant by arithmetic on a piece. Answers
 * whether it was said.
 */
export function reportMinus(step: Binary, subtracted: Value, { scope: { file } }: EvaluationContext): boolean {
  const { left, operator, right } = step;
  const table = rewrittenDifference(step, file);
  if (table) {
    const message = `nothing can be subtracted from a layer: ${table.text} is meant.`;
    const fixes = [writing(table.text, table.range)];
    file.diagnostics.error('not-a-number', rangeOf(step, file), message, { fixes });
    return true;
  }
  if (!isRepetition(step)) {
    if (operator !== '-' || subtracted.kind !== 'piece') return false;
    const between = { start: rangeOf(left, file).end, end: rangeOf(right, file).start };
    const message = 'nothing can be subtracted from a layer: an arrow is written `->`.';
    const fixes = [{ title: 'Write ->', edits: [{ range: between, newText: ' -> ' }] }];
    file.diagnostics.error('not-a-number', rangeOf(step, file), message, { fixes });
    return true;
  }
  const count = sourceText((left as Binary).right);
  const text = `(${count} ${operator} ${sourceText(right)})`;
  const range = { start: rangeOf((left as Binary).right, file).start, end: rangeOf(right, file).end };
  const message = `\`*\` binds before \`${operator}\`, so this repeats ${count} times: write *${text}.`;
  const fixes = [writing(text, range)];
  file.diagnostics.error('repeat-needs-parentheses', range, message, { fixes });
  return true;
}

/** `[...]*n - 1`, whose left side repeats n times. */
export function isRepetition({ left, operator }: Binary): boolean {
  return (operator === '-' || operator === '+') && isBinary(left) && left.operator === '*';
}
