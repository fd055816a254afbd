// Runs the statements of a network or a block: bindings in order, then what comes out.

import { findBuiltin } from '../builtins/builtins.js';
import { writing } from '../diagnostics/diagnostic.js';
import { bindArguments, readArguments } from '../evaluate/arguments.js';
import { evaluate } from '../evaluate/evaluate.js';
import { isTensor } from '../evaluate/is-tensor.js';
import type { Scope, Tensor, Value } from '../evaluate/value.js';
import { isCount } from '../recovery/foreign-call.js';
import { reportTorn } from '../recovery/split-statements.js';
import { isUnknown, reportUnknown } from '../recovery/unknown-name.js';
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
  type Statement,
} from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { leading, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { apply, tensorOf } from './apply-piece.js';
import { type Building, Naming } from './graph-builder.js';
import { contextOf, type Site } from './site.js';

/** What a block's or a network's statements come to. */
export interface Body {
  /** The tensor of its one bare chain. */
  readonly result: Tensor | undefined;
  /** What `output(...)` named, in order; only a network has any. */
  readonly outputs: readonly { readonly tensor: Tensor; readonly weight: number }[];
  readonly assertions: readonly Assertion[];
}

/** Runs statements: bindings in order, then the one bare chain. `owner` is marked where nothing comes out. */
export function runBody(statements: readonly Statement[], owner: () => Range, site: Site): Body {
  const { scope, building } = site;
  const results: Expression[] = [];
  const outputs: Body['outputs'][number][] = [];
  for (const statement of statements) {
    if (isBinding(statement)) bindName(statement.name, statement.value, site);
    else if (isResult(statement) && isOutput(statement.value, site)) {
      if (scope.place === 'block') results.push(...refuseOutput(statement.value, site));
      else outputs.push(...readOutput(statement.value, site));
    } else if (isResult(statement) && statement.value) results.push(statement.value);
  }
  const result = outputs.length > 0 ? refuse(results, site) : runResults(results, owner, site);
  reportUnused(statements.filter(isBinding), scope, building);
  return { result, outputs, assertions: statements.filter(isAssertion) };
}

function runResults(results: readonly Expression[], owner: () => Range, site: Site): Tensor | undefined {
  const { diagnostics } = site.scope.file;
  const { given } = site.scope;
  if (results.length === 0) {
    diagnostics.error('no-output', owner(), 'nothing comes out: it needs one chain without a name, its result.');
    return undefined;
  }
  let tensor = given;
  let hasChain = false;
  for (let index = 0; index < results.length; index++) {
    const value = results[index];
    if (isTensor(value, site.scope)) {
      // A piece before it that nothing is fed into has its own message.
      if (hasChain) {
        const message = 'a second chain without a name: give it a name (`name = ...`), or join it with `->`.';
        diagnostics.error('two-results', rangeOf(value, site.scope.file), message);
      }
      hasChain = true;
      tensor = tensorOf(value, site) ?? tensor;
      continue;
    }
    if (index > 0 || !given) {
      const torn = tensor && reportTorn(results, index, site);
      if (tensor && torn) {
        for (const element of torn.rest) tensor = apply(element, tensor, site);
        index += torn.statements - 1;
        continue;
      }
      const starts = firstOf(value);
      const first = rangeOf(starts, site.scope.file);
      // A misspelt `input` or tensor, or `[...]x2`: then no arrow is missing.
      if (isCall(starts) && isUnknown(starts, site.scope) && (!tensor || isCount(starts))) {
        reportUnknown(starts, contextOf(site, undefined));
        if (tensor) tensor = apply(value, tensor, site);
        continue;
      }
      const before = diagnostics.errors;
      // `input(...) - conv(8)`: what is wrong with the arithmetic is said there.
      if (!tensor && isBinary(starts)) evaluate(starts, contextOf(site, undefined));
      if (diagnostics.errors > before) continue;
      const message = 'nothing flows into this: is `->` missing before it, or `input(28x28x1) ->` at the start?';
      const arrow = {
        title: 'Put `->` before it',
        edits: [{ range: { start: first.start, end: first.start }, newText: '-> ' }],
      };
      diagnostics.error('nothing-fed', first, message, { fixes: index > 0 ? [arrow] : [] });
    }
    if (tensor) tensor = apply(value, tensor, site);
  }
  return tensor;
}

/** A network with `output(...)` has no other result. */
function refuse(results: readonly Expression[], site: Site): undefined {
  for (const result of results) {
    const message = 'this network names its outputs, so this chain goes nowhere: give it a name, or to output(...).';
    site.scope.file.diagnostics.error('two-results', rangeOf(result, site.scope.file), message);
  }
}

function isOutput(expression: Expression | undefined, { scope }: Site): expression is Call {
  if (!isCall(expression) || scope.has(expression.name) || scope.file.blocks.has(expression.name)) return false;
  return findBuiltin(expression.name)?.name === 'output';
}

/** A block has no outputs: what this one names is likely meant as the result. */
function refuseOutput(call: Call, { scope }: Site): Expression[] {
  const message = "a block's result is its one bare chain; only a network has outputs.";
  const [meant] = call.arguments.flatMap(({ value }) => value ?? []);
  const text = sourceText(meant);
  const fixes = text ? [writing(text, rangeOf(call, scope.file))] : [];
  scope.file.diagnostics.error('output-in-block', rangeOf(call, scope.file), message, { fixes });
  return meant ? [meant] : [];
}

function readOutput(call: Call, site: Site): Body['outputs'] {
  const { parameters } = findBuiltin('output')!;
  const context = contextOf(site, undefined);
  const binding = bindArguments(call, parameters, context);
  const { values } = readArguments(call, parameters, binding, context);
  const argument = (name: string) => values[parameters.findIndex((parameter) => parameter.name === name)];
  const value = argument('tensor') as Value;
  const tensor =
    value.kind === 'tensor' ? value.tensor : value.kind === 'flow' ? placeOutput(value, call, site) : undefined;
  return tensor ? [{ tensor, weight: argument('weight') as number }] : [];
}

function placeOutput({ expression, scope }: Value & { kind: 'flow' }, call: Call, site: Site): Tensor | undefined {
  const { file } = site.scope;
  if (isTensor(expression, scope)) return tensorOf(expression, { ...site, scope });
  const message = 'an output is a tensor, and this is a piece: nothing flows into it.';
  file.diagnostics.error('nothing-fed', rangeOf(call.arguments[0], file), message);
  return undefined;
}

function bindName(name: string, expression: Expression, site: Site): void {
  const { scope } = site;
  if (scope.has(name)) {
    const message = `\`${name}\` has a value already: a name is given once.`;
    scope.file.diagnostics.error('name-twice', rangeOf(expression.$container, scope.file), message);
    return;
  }
  if (isTensor(expression, scope)) {
    const tensor = tensorOf(expression, { ...site, naming: Naming.inside(site.naming.next(name)) });
    scope.set(name, tensor ? { kind: 'tensor', tensor } : { kind: 'unknown' });
  } else {
    scope.set(name, evaluate(expression, contextOf(site, scope.given)));
  }
}

/** Only where all else is right: a name may be unused because what would use it could not be read. */
function reportUnused(bindings: readonly Binding[], scope: Scope, { input }: Building): void {
  const { file } = scope;
  if (file.diagnostics.errors > 0 || !input) return;
  for (const binding of bindings) {
    if (!binding.name || scope.isUsed(binding.name)) continue;
    file.diagnostics.error(
      'unused',
      leading(rangeOf(binding, file), binding.name.length),
      `\`${binding.name}\` is never used.`,
    );
  }
}

function firstOf(expression: Expression): Expression {
  return isChain(expression) ? expression.elements[0] : expression;
}
