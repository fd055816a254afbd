// Matches a call's arguments with the parameters of what it calls: a built-in, whose types are declared, or a block.
import type { DeclaredParameter } from '../../builtins.js';
import {
  type Argument,
  type Call,
  type Expression,
  isBinary,
  isNumberLiteral,
  isSizeLiteral,
} from '../../generated/ast.js';
import type { CodeOf } from '../diagnostics/index.js';
import { nearest } from '../suggest.js';
import { type Context, evaluate } from './evaluate.js';
import { peerParameter } from './peer-words.js';
import { leading, nameRange, rangeOf } from './ranges.js';
import { type Reading, typeNamed } from './types.js';
import { Scope, unknown, type Value } from './value.js';

/** A parameter of a block has no type: it takes any value. */
export type Parameter = Pick<DeclaredParameter, 'name' | 'default'> & { readonly type?: string };

export interface Bound {
  readonly value: Value;
  /** The argument as written; absent where the default was taken. */
  readonly written?: Expression;
}

export interface Binding {
  readonly bound: ReadonlyMap<string, Bound>;
  /** An argument is missing, superfluous or wrong; it was reported. */
  readonly failed: boolean;
}

/** The built-ins' defaults that are numbers and sizes, which most calls take: read once, as values and as their types. */
const literalDefaults = new WeakMap<Expression, Value>();
const defaultReadings = new WeakMap<Value, Reading<unknown>>();

/** Which written argument goes to which parameter; reports what goes nowhere. */
function match(call: Call, parameters: readonly Parameter[], context: Context) {
  const { file } = context.scope;
  const { problems } = file;
  const written = new Map<string, Argument>();
  const takes = parameters.length === 0 ? 'takes no arguments' : `takes ${parameters.map((p) => p.name).join(', ')}`;
  let failed = false;
  let named = false;
  const fail = (
    code: CodeOf<'error'>,
    argument: Argument,
    message: string,
    fixes?: Parameters<typeof problems.error>[3],
  ) => {
    failed = true;
    problems.error(code, rangeOf(argument, file), message, fixes);
  };
  call.arguments.forEach((argument, index) => {
    if (argument.value === undefined) {
      failed = true;
    } else if (argument.name !== undefined) {
      named = true;
      if (!parameters.some((parameter) => parameter.name === argument.name)) {
        const names = parameters.map((parameter) => parameter.name);
        const near = peerParameter(argument.name, names) ?? nearest(argument.name, names);
        const hint = near ? `: did you mean \`${near}\`?` : `: it ${takes}.`;
        const range = leading(rangeOf(argument, file), argument.name.length);
        const fixes = near ? [{ title: `Write ${near}`, edits: [{ range, newText: near }] }] : [];
        fail('unknown-argument', argument, `${call.name} has no argument \`${argument.name}\`${hint}`, { fixes });
      } else if (written.has(argument.name)) {
        fail('argument-twice', argument, `\`${argument.name}\` is given twice.`);
      } else {
        written.set(argument.name, argument);
      }
    } else if (named) {
      fail('positional-after-named', argument, 'arguments without a name come before those with one.');
    } else if (index >= parameters.length) {
      fail('too-many-arguments', argument, `this is argument ${index + 1}, and ${call.name} ${takes}.`);
    } else {
      written.set(parameters[index].name, argument);
    }
  });
  return { written, failed };
}

/**
 * The value of every parameter. `inside` is the scope in which defaults are computed and which receives the values one
 * by one, so that a default may name the parameters before it; `overrides` are the file's own defaults.
 */
export function bindArguments(
  call: Call,
  parameters: readonly Parameter[],
  context: Context,
  inside: Scope,
  overrides?: ReadonlyMap<string, Expression>,
): Binding {
  const { file } = context.scope;
  const { written, failed: mismatched } = match(call, parameters, context);
  const bound = new Map<string, Bound>();
  let failed = mismatched;
  for (const { name, type, default: declared } of parameters) {
    const { symbols, category } = type === undefined ? {} : typeNamed(type);
    const argument = written.get(name);
    const override = overrides?.get(name);
    let value: Value = unknown;
    if (argument) {
      value = evaluate(argument.value, { ...context, symbols, category });
      if (value.kind === 'unknown') failed = true;
    } else if (override) {
      value = evaluate(override, { ...context, scope: new Scope('file', file), symbols });
    } else if (declared) {
      const known = type === undefined ? undefined : literalDefaults.get(declared);
      value = known ?? evaluate(declared, { ...context, scope: inside, symbols });
      if (type !== undefined && !known && isNumeric(declared)) literalDefaults.set(declared, value);
    } else if (!mismatched) {
      failed = true;
      file.problems.error('missing-argument', nameRange(call, file), `${call.name} needs \`${name}\`.`);
    }
    bound.set(name, { value, written: argument?.value });
    inside.set(name, value);
  }
  return { bound, failed };
}

/** The arguments of a built-in, read as their declared types; a wrong one is reported, and a fallback taken. */
export function readArguments(
  call: Call,
  parameters: readonly DeclaredParameter[],
  { bound, failed }: Binding,
  context: Context,
): { readonly values: ReadonlyMap<string, unknown>; readonly failed: boolean } {
  const values = new Map<string, unknown>();
  let wrong = failed;
  for (const parameter of parameters) {
    const { value, written } = bound.get(parameter.name) ?? { value: unknown };
    const type = typeNamed(parameter.type);
    const reading = value.kind === 'unknown' ? undefined : written ? type.read(value) : readDefault(parameter, value);
    if (parameter.type === 'size' && written) warnOfProduct(written, context);
    if (reading && 'value' in reading) {
      values.set(parameter.name, reading.value);
      continue;
    }
    if (reading) {
      wrong = true;
      const { file } = context.scope;
      const range = written ? rangeOf(written, file) : nameRange(call, file);
      file.problems.error('wrong-argument', range, `\`${parameter.name}\` ${reading.wrong}`);
    }
    values.set(parameter.name, reading?.meant ?? fallback(parameter, context) ?? type.fallback);
  }
  return { values, failed: wrong };
}

/** A default as its type; only a parameter's own default is remembered, not what a file or another argument gives it. */
function readDefault({ type, default: declared }: DeclaredParameter, value: Value): Reading<unknown> {
  if (!declared || literalDefaults.get(declared) !== value) return typeNamed(type).read(value);
  const known = defaultReadings.get(value) ?? typeNamed(type).read(value);
  defaultReadings.set(value, known);
  return known;
}

function isNumeric(expression: Expression): boolean {
  return isNumberLiteral(expression) || isSizeLiteral(expression);
}

/** Warns of `3*3`, which is 9, where a size is wanted. */
function warnOfProduct(written: Expression, { scope: { file } }: Context): void {
  if (!isBinary(written) || written.operator !== '*') return;
  const { left, right } = written;
  if (!isNumberLiteral(left) || !isNumberLiteral(right)) return;
  const [product, size] = [Number(left.text) * Number(right.text), `${left.text}x${right.text}`];
  const message = `${left.text}*${right.text} is ${product}, which is ${product}x${product}: a size is written ${size}.`;
  const range = rangeOf(written, file);
  const fixes = [{ title: `Write ${size}`, edits: [{ range, newText: size }] }];
  file.problems.report('size-product', range, message, { fixes });
}

/** A literal default that reads well stands in for a wrong argument. */
function fallback({ type, default: declared }: DeclaredParameter, context: Context): unknown {
  const { symbols, read } = typeNamed(type);
  if (!declared || (declared.$type === 'Call' && !symbols.includes(declared.name))) return undefined;
  const reading = read(evaluate(declared, { ...context, symbols }));
  return 'value' in reading ? reading.value : undefined;
}
