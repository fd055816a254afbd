// From an expression to the value it stands for. Places no layer: pieces and tensors come out as `flow`, still unplaced.
import { builtins, type Category, canFlow, findAugmentation, findBuiltin, namesOf } from '../../builtins.js';
import {
  type Binary,
  type Call,
  type Expression,
  isBinary,
  isCall,
  isChain,
  isGroup,
  isTuple,
} from '../../generated/ast.js';
import { nearest } from '../suggest.js';
import { readNumber, readSize } from './literals.js';
import { rewritten, rewrittenDifference } from './peer-call.js';
import { nameRange, rangeOf } from './ranges.js';
import { symbols } from './types.js';
import { describe, type Scope, type Tensor, unknown, type Value } from './value.js';

/** What names mean at one place. */
export interface Context {
  readonly scope: Scope;
  /** What the nearest enclosing layer or block call is given: `channels` is its depth. */
  readonly given: Tensor | undefined;
  /** Words that stand for themselves here, e.g. `same`; they come before every other name. */
  readonly symbols?: readonly string[];
  /** Where a built-in of one category is wanted, e.g. a data set: names nobody knows are answered with its names. */
  readonly category?: Category;
}

export function evaluate(expression: Expression | undefined, context: Context): Value {
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
      return { kind: 'tuple', items: expression.elements.map((element) => evaluate(element, context)) };
    case 'Chain':
    case 'Group':
      return { kind: 'flow', expression, scope: context.scope };
    case 'Call':
      return evaluateCall(expression, context);
    default:
      return unknown;
  }
}

function evaluateCall(call: Call, context: Context): Value {
  const { name } = call;
  if (!name) return unknown;
  if (context.category === 'augmentation' && findAugmentation(name)) {
    return { kind: 'flow', expression: call, scope: context.scope };
  }
  if (!call.parenthesis) {
    if (context.symbols?.includes(name)) return { kind: 'symbol', name };
    const value = context.scope.get(name);
    // A piece stays a call of its name, so that its instances are named after it.
    if (value) return value.kind === 'flow' ? { kind: 'flow', expression: call, scope: context.scope } : value;
    if (name === 'channels' && context.given) return { kind: 'number', value: context.given.shape.channels };
  }
  if (context.scope.get(name)?.kind === 'flow' || context.scope.file.blocks.has(name)) {
    return { kind: 'flow', expression: call, scope: context.scope };
  }
  const builtin = findBuiltin(name);
  if (builtin && canFlow(builtin)) return { kind: 'flow', expression: call, scope: context.scope };
  if (builtin) return { kind: 'setting', builtin, call, scope: context.scope };
  if (!call.parenthesis && symbols.has(name)) return { kind: 'symbol', name };
  reportUnknown(call, context);
  return unknown;
}

/** Marks a name nobody knows, with the nearest one that somebody does. */
export function reportUnknown(call: Call, { scope, category, symbols: own = [] }: Context): void {
  const { file } = scope;
  const peer = rewritten(call, file);
  if (peer) {
    const message = `nothing is called \`${call.name}\` here: write \`${peer.text}\`.`;
    const fix = { title: `Write ${peer.text}`, edits: [{ range: peer.range, newText: peer.text }] };
    file.problems.error('unknown-name', nameRange(call, file), message, { fixes: [fix] });
    return;
  }
  const wanted = category && namesOf(category);
  const known = wanted ?? [...scope.names(), ...symbols, ...file.blocks.names(), ...builtins.keys()];
  const near = nearest(call.name, known);
  const choices = wanted ?? own;
  const range = nameRange(call, file);
  file.problems.error(
    'unknown-name',
    range,
    `nothing is called \`${call.name}\` here${near ? `: did you mean \`${near}\`?` : choices.length > 0 ? `: there is ${choices.join(', ')}.` : '.'}`,
    { fixes: near ? [{ title: `Write ${near}`, edits: [{ range, newText: near }] }] : [] },
  );
}

function negate(value: Value, expression: Expression, context: Context): Value {
  if (value.kind === 'number') return { kind: 'number', value: -value.value };
  return wrongOperand('-', value, expression, context);
}

// Long sums lean to the left, as deep as they are long: walked with a loop, not by recursion.
function evaluateBinary(expression: Binary, context: Context): Value {
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

function combine(step: Binary, left: Value, context: Context): Value {
  if (step.operator === '*' && (left.kind === 'flow' || left.kind === 'tensor')) {
    return { kind: 'flow', expression: step, scope: context.scope };
  }
  const right = evaluate(step.right, context);
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknown;
  if (left.kind === 'flow' && reportMinus(step, context)) return unknown;
  if (left.kind !== 'number') return wrongOperand(step.operator, left, step.left, context);
  if (right.kind === 'flow' && step.operator === '*') {
    const range = rangeOf(step, context.scope.file);
    const text = `${step.right.$cstNode?.text}*${step.left.$cstNode?.text}`;
    context.scope.file.problems.error('repeat-order', range, `a piece is repeated with the number after it: ${text}.`, {
      fixes: [{ title: `Write ${text}`, edits: [{ range, newText: text }] }],
    });
    return unknown;
  }
  if (right.kind !== 'number') return wrongOperand(step.operator, right, step.right, context);
  return calculate(step, left.value, right.value, context);
}

/** `[...]*n - 1` and the tables' `FC-4096`: what is likely meant by arithmetic on a piece. Answers whether it was said. */
function reportMinus(step: Binary, { scope: { file } }: Context): boolean {
  const { left, operator, right } = step;
  const table = rewrittenDifference(step, file);
  if (table) {
    const message = `nothing can be subtracted from a layer: ${table.text} is meant.`;
    const fixes = [{ title: `Write ${table.text}`, edits: [{ range: table.range, newText: table.text }] }];
    file.problems.error('not-a-number', rangeOf(step, file), message, { fixes });
    return true;
  }
  if (!isRepetition(step)) return false;
  const count = (left as Binary).right?.$cstNode?.text;
  const text = `(${count} ${operator} ${right?.$cstNode?.text})`;
  const range = { start: rangeOf((left as Binary).right, file).start, end: rangeOf(right, file).end };
  const message = `\`*\` binds before \`${operator}\`, so this repeats ${count} times: write *${text}.`;
  const fixes = [{ title: `Write ${text}`, edits: [{ range, newText: text }] }];
  file.problems.error('repeat-needs-parentheses', range, message, { fixes });
  return true;
}

/** `[...]*n - 1`, whose left side repeats n times. */
export function isRepetition({ left, operator }: Binary): boolean {
  return (operator === '-' || operator === '+') && isBinary(left) && left.operator === '*';
}

function calculate(step: Binary, left: number, right: number, { scope: { file } }: Context): Value {
  switch (step.operator) {
    case '+':
      return { kind: 'number', value: left + right };
    case '-':
      return { kind: 'number', value: left - right };
    case '*':
      return { kind: 'number', value: left * right };
    case '/': {
      if (right === 0) {
        file.problems.error('division-by-zero', rangeOf(step.right, file), `${left} / 0 has no value.`);
        return unknown;
      }
      if (Number.isInteger(left) && Number.isInteger(right) && left % right !== 0) {
        file.problems.error(
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

function wrongOperand(operator: string, value: Value, place: Expression, { scope: { file } }: Context): Value {
  if (value.kind !== 'unknown') {
    file.problems.error(
      'not-a-number',
      rangeOf(place, file),
      `\`${operator}\` takes numbers, and this is ${describe(value)}.`,
    );
  }
  return unknown;
}

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
  if (builtin?.category !== 'join') return builtin?.name === 'input';
  const branches = expression.arguments;
  return branches.length > 0 && branches.every((branch) => isTensor(branch.value, scope));
}
