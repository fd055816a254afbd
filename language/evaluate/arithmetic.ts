// Arithmetic on numbers, and the errors for operands that are none.

import { repeatNeedsParentheses } from '../diagnostics/repeats.js';
import { divisionByZero, notANumber, unevenDivision } from '../diagnostics/values.js';
import { translateDifference } from '../recovery/foreign-call.js';
import { type Binary, type Expression, isBinary } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';
import type { EvaluationContext } from './context.js';
import { describe, unknown, type Value } from './value.js';

export function negate(value: Value, expression: Expression, context: EvaluationContext): Value {
  if (value.kind === 'number') return { kind: 'number', value: -value.value };
  return wrongOperand('-', value, expression, context);
}

export function calculate(step: Binary, left: number, right: number, context: EvaluationContext): Value {
  const { file } = context.scope;
  switch (step.operator) {
    case '+':
      return { kind: 'number', value: left + right };
    case '-':
      return { kind: 'number', value: left - right };
    case '*':
      return { kind: 'number', value: left * right };
    case '/': {
      if (right === 0) {
        file.diagnostics.report(divisionByZero, rangeOf(step.right, file), { dividend: left });
        return unknown;
      }
      if (!context.isRounded && Number.isInteger(left) && Number.isInteger(right) && left % right !== 0) {
        file.diagnostics.report(unevenDivision, rangeOf(step, file), { dividend: left, divisor: right });
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
    file.diagnostics.report(notANumber, rangeOf(place, file), { kind: 'operand', operator, value: describe(value) });
  }
  return unknown;
}

/**
 * `[...]*n - 1`, the tables' `FC-4096` and `conv(8) - relu`: what is likely meant by arithmetic on a piece. Answers
 * whether it was reported.
 */
export function reportMinus(step: Binary, subtracted: Value, { scope: { file } }: EvaluationContext): boolean {
  const { left, operator, right } = step;
  const table = translateDifference(step, file);
  if (table) {
    file.diagnostics.report(notANumber, rangeOf(step, file), { kind: 'foreign', ...table });
    return true;
  }
  if (!isRepetition(step)) {
    if (operator !== '-' || subtracted.kind !== 'piece') return false;
    const minus = { start: rangeOf(left, file).end, end: rangeOf(right, file).start };
    file.diagnostics.report(notANumber, rangeOf(step, file), { kind: 'arrow', minus });
    return true;
  }
  const count = sourceText((left as Binary).right) ?? '';
  const text = `(${count} ${operator} ${sourceText(right)})`;
  const range = { start: rangeOf((left as Binary).right, file).start, end: rangeOf(right, file).end };
  file.diagnostics.report(repeatNeedsParentheses, range, { operator, count, text });
  return true;
}

/** `[...]*n - 1`, whose left side repeats n times. */
export function isRepetition({ left, operator }: Binary): boolean {
  return (operator === '-' || operator === '+') && isBinary(left) && left.operator === '*';
}
