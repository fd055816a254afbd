// Runs the statements of a network or a block: bindings in order, then the chain that is its result.

import { findBuiltin } from '../builtins/builtins.js';
import { outputInBlock } from '../diagnostics/blocks.js';
import { noOutput, nothingFed, twoResults } from '../diagnostics/chains.js';
import { nameTwice, unused } from '../diagnostics/names.js';
import { bindArguments, readArguments } from '../evaluate/arguments.js';
import { evaluate } from '../evaluate/evaluate.js';
import { isTensor } from '../evaluate/is-tensor.js';
import { isUnknown, reportUnknown } from '../evaluate/unknown-name.js';
import type { Piece, Scope, Tensor, Value } from '../evaluate/value.js';
import { isRepetitionCount } from '../recovery/foreign-call.js';
import { findSplitStatement } from '../recovery/split-statements.js';
import { reportSelfUse } from '../resolve/check-declared-names.js';
import { findSelfUses } from '../resolve/find-self-uses.js';
import {
  type Assertion,
  type Binding,
  type Call,
  type Expression,
  isAssertion,
  isBinary,
  isBinding,
  isCall,
  isChain,
  isResult,
  type Parameter,
  type Statement,
} from '../syntax/generated/ast.js';
import { namesIn, sourceText } from '../syntax/nodes.js';
import { leadingRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { applyExpression, placeTensor } from './apply-piece.js';
import { type ExpansionContext, evaluationContext } from './expansion-context.js';
import { type GraphBuilder, Naming } from './graph-builder.js';

/** What the statements of a block or a network result in. */
export interface Body {
  /** The tensor of its one bare chain. */
  readonly result: Tensor | undefined;
  /** The tensors of its `output(...)` calls, in order; only a network has any. */
  readonly outputs: readonly { readonly tensor: Tensor; readonly weight: number }[];
  readonly assertions: readonly Assertion[];
}

/** `owner` is the range to mark where there is no result. */
export function runBody(statements: readonly Statement[], owner: () => Range, expansion: ExpansionContext): Body {
  const { scope, builder } = expansion;
  const results: Expression[] = [];
  const outputs: Body['outputs'][number][] = [];
  for (const statement of statements) {
    if (isBinding(statement)) bindName(statement, expansion);
    else if (isResult(statement) && isOutput(statement.value, expansion)) {
      if (scope.kind === 'block') results.push(...reportOutputInBlock(statement.value, expansion));
      else outputs.push(...readOutput(statement.value, expansion));
    } else if (isResult(statement) && statement.value) results.push(statement.value);
  }
  const result = outputs.length > 0 ? reportChains(results, expansion) : runResults(results, owner, expansion);
  reportUnused(statements, scope, builder);
  return { result, outputs, assertions: statements.filter(isAssertion) };
}

function runResults(
  results: readonly Expression[],
  owner: () => Range,
  expansion: ExpansionContext,
): Tensor | undefined {
  const { diagnostics } = expansion.scope.file;
  const { given } = expansion.scope;
  if (results.length === 0) {
    diagnostics.report(noOutput, owner());
    return undefined;
  }
  let tensor = given;
  let hasChain = false;
  for (let index = 0; index < results.length; index++) {
    const value = results[index];
    if (isTensor(value, expansion.scope)) {
      // A piece in front of it has its own message.
      if (hasChain) {
        diagnostics.report(twoResults, rangeOf(value, expansion.scope.file), { beside: 'chain' });
      }
      hasChain = true;
      tensor = placeTensor(value, expansion) ?? tensor;
      continue;
    }
    if (index > 0 || !given) {
      const { scope } = expansion;
      const split =
        tensor && findSplitStatement(results.slice(index, index + 2), scope.file, (call) => isUnknown(call, scope));
      if (tensor && split) {
        diagnostics.report(nothingFed, split.range, split);
        for (const element of split.rest) tensor = applyExpression(element, tensor, expansion);
        index += split.statements - 1;
        continue;
      }
      const starts = firstOf(value);
      const first = rangeOf(starts, expansion.scope.file);
      // A misspelt `input` or tensor, or `[...]x2`: then no arrow is missing.
      if (isCall(starts) && isUnknown(starts, expansion.scope) && (!tensor || isRepetitionCount(starts))) {
        reportUnknown(starts, evaluationContext(expansion, undefined));
        if (tensor) tensor = applyExpression(value, tensor, expansion);
        continue;
      }
      const before = diagnostics.errors;
      // `input(...) - conv(8)`: evaluating reports what is wrong with the arithmetic.
      if (!tensor && isBinary(starts)) evaluate(starts, evaluationContext(expansion, undefined));
      if (diagnostics.errors > before) continue;
      diagnostics.report(nothingFed, first, { kind: 'start', first: index === 0 });
    }
    if (tensor) tensor = applyExpression(value, tensor, expansion);
  }
  return tensor;
}

/** A network with `output(...)` has no other result: a bare chain is an error. */
function reportChains(results: readonly Expression[], expansion: ExpansionContext): undefined {
  for (const result of results) {
    expansion.scope.file.diagnostics.report(twoResults, rangeOf(result, expansion.scope.file), { beside: 'outputs' });
  }
}

function isOutput(expression: Expression | undefined, { scope }: ExpansionContext): expression is Call {
  if (!isCall(expression) || scope.has(expression.name) || scope.file.blocks.has(expression.name)) return false;
  return findBuiltin(expression.name)?.name === 'output';
}

/** A block has no outputs. Returns the output's tensor, which is likely meant as the block's result. */
function reportOutputInBlock(call: Call, { scope }: ExpansionContext): Expression[] {
  const [meant] = call.arguments.flatMap(({ value }) => value ?? []);
  scope.file.diagnostics.report(outputInBlock, rangeOf(call, scope.file), { meant: sourceText(meant) });
  return meant ? [meant] : [];
}

function readOutput(call: Call, expansion: ExpansionContext): Body['outputs'] {
  const { parameters } = findBuiltin('output')!;
  const context = evaluationContext(expansion, undefined);
  const binding = bindArguments(call, parameters, context);
  const { values } = readArguments(call, parameters, binding, context);
  const argument = (name: string) => values[parameters.findIndex((parameter) => parameter.name === name)];
  const value = argument('tensor') as Value;
  const tensor =
    value.kind === 'tensor' ? value.tensor : value.kind === 'piece' ? placeOutput(value, call, expansion) : undefined;
  return tensor ? [{ tensor, weight: argument('weight') as number }] : [];
}

function placeOutput({ expression, scope }: Piece, call: Call, expansion: ExpansionContext): Tensor | undefined {
  const { file } = expansion.scope;
  if (isTensor(expression, scope)) return placeTensor(expression, { ...expansion, scope });
  file.diagnostics.report(nothingFed, rangeOf(call.arguments[0], file), { kind: 'output' });
  return undefined;
}

function bindName(binding: Binding, expansion: ExpansionContext): void {
  const { name, value: expression } = binding;
  const { scope } = expansion;
  if (scope.has(name)) {
    scope.file.diagnostics.report(nameTwice, rangeOf(binding, scope.file), { name, what: 'binding' });
    return;
  }
  if (isSelfUse(binding, scope)) {
    scope.set(name, { kind: 'unknown' });
  } else if (isTensor(expression, scope)) {
    const tensor = placeTensor(expression, { ...expansion, naming: Naming.inside(expansion.naming.next(name)) });
    scope.set(name, tensor ? { kind: 'tensor', tensor } : { kind: 'unknown' });
  } else {
    scope.set(name, evaluate(expression, evaluationContext(expansion, scope.given)));
  }
}

/** Whether a piece uses itself, which is reported: placing it would never end. */
export function isSelfUse(piece: Binding | Parameter, { file }: Scope): boolean {
  const body = piece.$container;
  const call = body.$type === 'Block' || body.$type === 'Network' ? findSelfUses(body).get(piece) : undefined;
  if (call) reportSelfUse(call, file);
  return call !== undefined;
}

/** Only in a file without errors: a name may be unused because the code that uses it could not be read. */
function reportUnused(statements: readonly Statement[], scope: Scope, { input }: GraphBuilder): void {
  const { file } = scope;
  if (file.diagnostics.errors > 0 || !input) return;
  const used = findUsed(statements, scope);
  for (const binding of statements.filter(isBinding)) {
    if (!binding.name || used.has(binding.name)) continue;
    const { name } = binding;
    file.diagnostics.report(unused, leadingRange(rangeOf(binding, file), name.length), { name });
  }
}

/**
 * Names that were read, and those written in what was read: a piece repeated 0 times is used, though never placed, and
 * assertions are checked later.
 */
function findUsed(statements: readonly Statement[], scope: Scope): ReadonlySet<string> {
  const bindings = new Map(statements.filter(isBinding).map((binding) => [binding.name, binding]));
  const used = new Set<string>();
  const visit = (expression: Expression | undefined): void => {
    for (const name of namesIn(expression)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(bindings.get(name)?.value);
    }
  };
  for (const statement of statements) {
    if (isResult(statement)) visit(statement.value);
    if (isAssertion(statement)) for (const side of [statement.left, statement.right]) visit(side);
    if (!isBinding(statement) || used.has(statement.name) || !scope.isUsed(statement.name)) continue;
    used.add(statement.name);
    visit(statement.value);
  }
  return used;
}

function firstOf(expression: Expression): Expression {
  return isChain(expression) ? expression.elements[0] : expression;
}
