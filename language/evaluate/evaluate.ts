// Evaluates an expression. Places no layer: pieces and tensor expressions evaluate to `piece`, still unplaced.

import { canFlow, findAugmentation, findBuiltin } from '../builtins/builtins.js';
import { repeatOrder } from '../diagnostics/repeats.js';
import { translateFirstHalf, translateHyphenated } from '../recovery/foreign-call.js';
import { type Binary, type Call, type Expression, isBinary } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';
import { calculate, negate, reportMinus, wrongOperand } from './arithmetic.js';
import type { EvaluationContext } from './context.js';
import { callFunction } from './functions.js';
import { readNumber, readSize } from './literals.js';
import { symbols } from './types.js';
import { reportUnknown } from './unknown-name.js';
import { unknown, type Value } from './value.js';
import { isWithinBudget } from './within-budget.js';

export function evaluate(expression: Expression | undefined, context: EvaluationContext): Value {
  if (expression && !isWithinBudget('evaluations', expression, context.scope.file)) return unknown;
  switch (expression?.$type) {
    case 'NumberLiteral':
      return readNumber(expression, context.scope.file);
    case 'SizeLiteral':
      return readSize(expression, context.scope.file);
    case 'TextLiteral':
      return { kind: 'text', text: expression.value ?? '' };
    case 'Negation':
      return negate(evaluate(expression.operand, context), expression, context);
    case 'Binary':
      return evaluateBinary(expression, context);
    case 'Tuple':
      if (expression.elements.length === 1) return evaluate(expression.elements[0], context);
      return evaluateTuple(expression.elements, context);
    case 'Chain':
    case 'Group':
      return { kind: 'piece', expression, scope: context.scope };
    case 'Call':
      return evaluateCall(expression, context);
    default:
      return unknown;
  }
}

function evaluateTuple(elements: readonly Expression[], context: EvaluationContext): Value {
  const items = elements.map((element) => evaluate(element, context));
  return items.some(({ kind }) => kind === 'unknown') ? unknown : { kind: 'tuple', items };
}

function evaluateCall(call: Call, context: EvaluationContext): Value {
  const { name } = call;
  if (!name) return unknown;
  if (context.category === 'augmentation' && findAugmentation(name)) {
    return { kind: 'piece', expression: call, scope: context.scope };
  }
  if (!call.parenthesis) {
    if (context.symbols?.includes(name)) return { kind: 'symbol', name };
    const value = context.scope.get(name);
    // A piece stays a call of its name, so that its instances are named after it.
    if (value) return value.kind === 'piece' ? { kind: 'piece', expression: call, scope: context.scope } : value;
    if (name === 'channels' && context.given) return { kind: 'number', value: context.given.shape.channels };
  }
  if (context.scope.get(name)?.kind === 'piece' || context.scope.file.blocks.has(name)) {
    return { kind: 'piece', expression: call, scope: context.scope };
  }
  const builtin = findBuiltin(name);
  if (builtin && canFlow(builtin)) return { kind: 'piece', expression: call, scope: context.scope };
  if (builtin?.category === 'function' && !translateFirstHalf(call, context.scope.file)) {
    return callFunction(call, builtin, context, evaluate);
  }
  if (builtin && builtin.category !== 'function') return { kind: 'setting', builtin, call, scope: context.scope };
  if (!call.parenthesis && symbols.has(name)) return { kind: 'symbol', name };
  reportUnknown(call, context);
  return unknown;
}

// Long sums lean to the left, as deep as they are long: walked with a loop, not by recursion.
function evaluateBinary(expression: Binary, context: EvaluationContext): Value {
  const spine: Binary[] = [];
  let leftmost: Expression | undefined = expression;
  while (isBinary(leftmost)) {
    spine.push(leftmost);
    leftmost = leftmost.left;
  }
  let value = evaluate(leftmost, context);
  for (const step of spine.reverse()) value = combine(step, value, context);
  return value;
}

function combine(step: Binary, left: Value, context: EvaluationContext): Value {
  if (step.operator === '*' && (left.kind === 'piece' || left.kind === 'tensor')) {
    return { kind: 'piece', expression: step, scope: context.scope };
  }
  // `soft-max`: its first half was reported with the whole word.
  if (left.kind === 'unknown' && translateHyphenated(step, context.scope.file)) return unknown;
  const right = evaluate(step.right, context);
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknown;
  if (left.kind === 'piece' && reportMinus(step, right, context)) return unknown;
  if (left.kind !== 'number') return wrongOperand(step.operator, left, step.left, context);
  if (right.kind === 'piece' && step.operator === '*') {
    const text = `${sourceText(step.right)}*${sourceText(step.left)}`;
    context.scope.file.diagnostics.report(repeatOrder, rangeOf(step, context.scope.file), { text });
    return unknown;
  }
  if (right.kind !== 'number') return wrongOperand(step.operator, right, step.right, context);
  return calculate(step, left.value, right.value, context);
}
