// Functions of numbers: `round`, `floor` and `ceil` to a whole number or a multiple of `to`, `max` and `min`.
import type { Builtin } from '../builtins/builtins.js';
import { missingArgument, unknownArgument, wrongArgument } from '../diagnostics/arguments.js';
import { notANumber } from '../diagnostics/values.js';
import type { Call, Expression } from '../syntax/generated/ast.js';
import { nameRange, rangeOf } from '../syntax/ranges.js';
import type { EvaluationContext } from './context.js';
import { match } from './match-arguments.js';
import { isRepeatable, typeNamed } from './types.js';
import { describe, unknown, type Value } from './value.js';

/** A parameter, because files cannot import each other in a circle. */
type Evaluate = (expression: Expression | undefined, context: EvaluationContext) => Value;

const roundings: Readonly<Record<string, (value: number) => number>> = {
  // Halves up, as the channels of MobileNet and EfficientNet are rounded.
  round: (value) => Math.floor(value + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

const choices: Readonly<Record<string, (values: readonly number[]) => number>> = {
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
};

/** The value of a call of a built-in function; a mistake is reported. */
export function callFunction(call: Call, builtin: Builtin, context: EvaluationContext, evaluate: Evaluate): Value {
  const isChoice = isRepeatable(builtin.parameters[0].type);
  const { scope, given, isRounded } = context;
  const inside: EvaluationContext = { scope, given, isRounded: isRounded || !isChoice };
  const value = (isChoice ? choose : roundTo)(call, builtin, inside, evaluate);
  // Adding 0 makes a negative zero positive.
  return value === undefined ? unknown : { kind: 'number', value: value + 0 };
}

function roundTo(
  call: Call,
  { name, parameters }: Builtin,
  context: EvaluationContext,
  evaluate: Evaluate,
): number | undefined {
  const { file } = context.scope;
  const { written, failed } = match(call, parameters, file);
  if (failed) return undefined;
  const values: number[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const expression = written[index] ?? parameter.default;
    if (!expression) {
      file.diagnostics.report(missingArgument, nameRange(call, file), { callee: name, parameter: parameter.name });
      return undefined;
    }
    const value = evaluate(expression, context);
    if (value.kind === 'unknown') return undefined;
    const reading = typeNamed(parameter.type).read(value);
    if ('wrong' in reading) {
      const args = { parameter: parameter.name, reason: reading.wrong };
      file.diagnostics.report(wrongArgument, rangeOf(expression, file), args);
      return undefined;
    }
    values.push(reading.value as number);
  }
  const [value, to] = values;
  return roundings[name](dropBinaryError(value / to)) * to;
}

/** `0.29*100` is 28.999999999999996 in binary: `floor` of it is 29, as in decimal arithmetic. */
function dropBinaryError(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) <= 1e-12 * Math.max(1, Math.abs(value)) ? whole : value;
}

function choose(
  call: Call,
  { name, parameters }: Builtin,
  context: EvaluationContext,
  evaluate: Evaluate,
): number | undefined {
  const { file } = context.scope;
  const values: number[] = [];
  let failed = false;
  for (const argument of call.arguments) {
    const range = rangeOf(argument, file);
    if (argument.name !== undefined) {
      const names = parameters.map((parameter) => parameter.name);
      const args = { callee: name, name: argument.name, nameRange: range, parameters: names };
      file.diagnostics.report(unknownArgument, range, args);
      failed = true;
      continue;
    }
    const value = evaluate(argument.value, context);
    if (value.kind === 'number') values.push(value.value);
    else failed = true;
    if (value.kind === 'number' || value.kind === 'unknown') continue;
    file.diagnostics.report(notANumber, range, { kind: 'operand', operator: name, value: describe(value) });
  }
  if (failed) return undefined;
  if (values.length > 1) return choices[name](values);
  file.diagnostics.report(missingArgument, nameRange(call, file), { callee: name, numbers: values.length });
  return undefined;
}
