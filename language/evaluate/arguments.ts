// The values of a call's parameters: the arguments as written, the file's defaults, or the declared defaults. For a
// built-in, whose types are declared, the values are also read as these types.
import type { DeclaredParameter } from '../builtins/builtins.js';
import { missingArgument, wrongArgument } from '../diagnostics/arguments.js';
import { sizeProduct } from '../diagnostics/values.js';
import { type Call, type Expression, isBinary, isNumberLiteral, isSizeLiteral } from '../syntax/generated/ast.js';
import { nameRange, rangeOf } from '../syntax/ranges.js';
import type { EvaluationContext } from './context.js';
import { evaluate } from './evaluate.js';
import { match } from './match-arguments.js';
import type { Reading } from './type.js';
import { typeNamed } from './types.js';
import { Scope, unknown, type Value } from './value.js';

/** A parameter of a block has no type: it takes any value. */
export type Parameter = Pick<DeclaredParameter, 'name' | 'default'> & { readonly type?: string };

export interface Binding {
  /** Parallel to the parameters. */
  readonly values: readonly Value[];
  /** The arguments as written, likewise; undefined where a default was taken. */
  readonly written: readonly (Expression | undefined)[];
  /** An argument is missing, superfluous or wrong; it was reported. */
  readonly failed: boolean;
}

/**
 * Cache of the built-ins' constant defaults (numbers, sizes and words such as `same`), which most calls use: each is
 * evaluated and read as its type once.
 */
const constants = new WeakMap<Expression, { readonly value: Value; readonly reading: Reading<unknown> }>();

export interface BindingOptions {
  /** A block's scope, which receives the values one by one, so that a default may use the parameters before it. */
  readonly inside?: Scope;
  /** The file's own defaults by parameter. */
  readonly overrides?: ReadonlyMap<string, Expression>;
  /** The parameters could not all be read: arguments that match none and parameters without one are not reported. */
  readonly lenient?: boolean;
}

/** The value of every parameter. */
export function bindArguments(
  call: Call,
  parameters: readonly Parameter[],
  context: EvaluationContext,
  { inside, overrides, lenient = false }: BindingOptions = {},
): Binding {
  const { file } = context.scope;
  const { written, failed: mismatched, meant } = match(call, parameters, file, lenient);
  const values: Value[] = [];
  let scope = inside;
  let failed = mismatched;
  for (let index = 0; index < parameters.length; index++) {
    const { name, type, default: declared } = parameters[index];
    const argument = written[index];
    const override = argument ? undefined : overrides?.get(name);
    let value: Value = meant ?? unknown;
    if (argument) {
      const { symbols, category } = wantedBy(type);
      value = evaluate(argument, { scope: context.scope, given: context.given, symbols, category });
      if (value.kind === 'unknown') failed = true;
    } else if (override) {
      const { symbols } = wantedBy(type);
      value = evaluate(override, { ...context, scope: new Scope('file', file), symbols });
    } else if (declared) {
      const constant = type === undefined ? undefined : constantOf(declared, type, context);
      if (!constant) scope ??= scopeOf(parameters, values, file);
      value = constant?.value ?? evaluate(declared, { ...context, scope: scope!, symbols: wantedBy(type).symbols });
    } else if (lenient) {
      failed = true;
    } else if (!mismatched) {
      failed = true;
      file.diagnostics.report(missingArgument, nameRange(call, file), {
        callee: call.name,
        isBlock: file.blocks.has(call.name),
        parameter: name,
      });
    }
    values.push(value);
    scope?.set(name, value);
  }
  return { values, written, failed };
}

const anything: Pick<ReturnType<typeof typeNamed>, 'symbols' | 'category'> = { symbols: [] };

/** The words and built-ins that a parameter of a type accepts. */
function wantedBy(type: string | undefined) {
  return type === undefined ? anything : typeNamed(type);
}

/** A scope with the first parameters' values. */
function scopeOf(
  parameters: readonly Parameter[],
  values: readonly Value[],
  file: EvaluationContext['scope']['file'],
): Scope {
  const scope = new Scope('file', file);
  for (const [index, value] of values.entries()) scope.set(parameters[index].name, value);
  return scope;
}

function constantOf(declared: Expression, type: string, context: EvaluationContext) {
  const known = constants.get(declared);
  if (known) return known;
  const { symbols, read } = typeNamed(type);
  const isWord = declared.$type === 'Call' && !declared.parenthesis && symbols.includes(declared.name);
  if (!isNumberLiteral(declared) && !isSizeLiteral(declared) && !isWord) return undefined;
  const value = evaluate(declared, { ...context, symbols });
  const constant = { value, reading: read(value) };
  constants.set(declared, constant);
  return constant;
}

/** The arguments of a built-in, read as their declared types; a wrong one is reported, and a fallback taken. */
export function readArguments(
  call: Call,
  parameters: readonly DeclaredParameter[],
  { values, written, failed }: Binding,
  context: EvaluationContext,
): { /** Parallel to the parameters. */ readonly values: readonly unknown[]; readonly failed: boolean } {
  const read: unknown[] = [];
  let wrong = failed;
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index];
    const value = values[index];
    const argument = written[index];
    const reading = value.kind === 'unknown' ? undefined : readValue(value, argument, parameter);
    if (argument && parameter.type === 'size') warnOfProduct(argument, context);
    if (reading && 'value' in reading) {
      read.push(reading.value);
      continue;
    }
    if (reading) {
      wrong = true;
      const { file } = context.scope;
      const range = argument ? rangeOf(argument, file) : nameRange(call, file);
      file.diagnostics.report(wrongArgument, range, { parameter: parameter.name, reason: reading.wrong });
    }
    read.push(reading?.meant ?? fallback(parameter, context) ?? typeNamed(parameter.type).fallback);
  }
  return { values: read, failed: wrong };
}

/** Only a parameter's declared default is cached, not what a file or an argument sets. */
function readValue(
  value: Value,
  argument: Expression | undefined,
  { type, default: declared }: DeclaredParameter,
): Reading<unknown> {
  const constant = argument || !declared ? undefined : constants.get(declared);
  return constant?.value === value ? constant.reading : typeNamed(type).read(value);
}

/** Warns of `3*3`, which is 9, where a size is wanted. */
function warnOfProduct(written: Expression, { scope: { file } }: EvaluationContext): void {
  if (!isBinary(written) || written.operator !== '*') return;
  const { left, right } = written;
  if (!isNumberLiteral(left) || !isNumberLiteral(right)) return;
  // `3_x` and `1K` are numbers to the parser.
  if (![left, right].every(({ text }) => /^\d+$/.test(text))) return;
  file.diagnostics.report(sizeProduct, rangeOf(written, file), { left: left.text, right: right.text });
}

/** The value of a literal default, used in place of a wrong argument. */
function fallback({ type, default: declared }: DeclaredParameter, context: EvaluationContext): unknown {
  const { symbols, read } = typeNamed(type);
  if (!declared || (declared.$type === 'Call' && !symbols.includes(declared.name))) return undefined;
  const reading = read(evaluate(declared, { ...context, symbols }));
  return 'value' in reading ? reading.value : undefined;
}
