// Applies pieces of network to tensors: where blocks, repeats and names disappear and only layers remain. Total over
// broken text: what does not fit is reported, and the input passes through, so that what follows is still checked.
import { type Builtin, findBuiltin } from '../../builtins.js';
import {
  type Assertion,
  type Binary,
  type Binding,
  type Block,
  type Call,
  type Expression,
  isAssertion,
  isBinary,
  isBinding,
  isCall,
  isChain,
  isGroup,
  isNumberLiteral,
  isResult,
  isTuple,
  type Statement,
} from '../../generated/ast.js';
import type { Range } from '../problem.js';
import { bindArguments, readArguments } from './arguments.js';
import { evaluate, isRepetition, isTensor, reportUnknown } from './evaluate.js';
import { type Building, maximalLayers, maximalNesting, Naming } from './expansion.js';
import type { DeclaredBlock } from './file-context.js';
import type { Template } from './instance.js';
import { placeJoin, placeLayer } from './place-layer.js';
import { declarationRange, leading, nameRange, rangeOf } from './ranges.js';
import { warnOfLayerRepeated } from './repeated-layer.js';
import { scopeKey } from './scope-key.js';
import { contextOf, type Site } from './site.js';
import { capture, mark, sameShape, stamp } from './template.js';
import { describe, Scope, type Tensor, type Value } from './value.js';

/** Applies a piece to `input`. */
export function apply(expression: Expression | undefined, input: Tensor, site: Site): Tensor {
  if (isChain(expression)) return applyAll(expression.elements, input, site);
  if (isGroup(expression)) return apply(expression.chain, input, site);
  if (isTuple(expression) && expression.elements.length === 1) return apply(expression.elements[0], input, site);
  if (isBinary(expression) && expression.operator === '*') return applyRepeat(expression, input, site);
  if (isCall(expression)) return applyCall(expression, input, site);
  if (expression) notALayer(expression, input, site);
  // The repetition is meant without the parentheses that were said to be missing, too.
  if (isBinary(expression) && isRepetition(expression)) return apply(expression.left, input, site);
  return input;
}

function applyAll(elements: readonly Expression[], input: Tensor, site: Site): Tensor {
  return elements.reduce((tensor, element) => apply(element, tensor, site), input);
}

/** The tensor that `isTensor` says an expression is. Undefined where a mistake leaves nothing to go on with. */
export function tensorOf(expression: Expression | undefined, site: Site): Tensor | undefined {
  if (isChain(expression)) {
    const first = tensorOf(expression.elements[0], site);
    return first && applyAll(expression.elements.slice(1), first, site);
  }
  if (isGroup(expression)) return tensorOf(expression.chain, site);
  if (isTuple(expression)) return tensorOf(expression.elements[0], site);
  if (!isCall(expression)) return undefined;
  const value = site.scope.get(expression.name);
  if (value?.kind === 'tensor') return value.tensor;
  const builtin = findBuiltin(expression.name);
  if (builtin?.category === 'join') {
    const path = site.naming.next(builtin.name);
    const branches = expression.arguments.flatMap((branch) => tensorOf(branch.value, site) ?? []);
    return branches.length > 0 ? placeJoin(expression, builtin, path, branches, site) : undefined;
  }
  return site.scope.place === 'block' ? site.scope.given : placeInput(expression, site);
}

function placeInput(call: Call, site: Site): Tensor {
  const { building } = site;
  if (building.input) {
    site.scope.file.problems.error('two-inputs', rangeOf(call), 'a network has one input, and this is a second one.');
    return building.input;
  }
  building.input = placeLayer(call, findBuiltin('input')!, site.naming.next('input'), undefined, site);
  return building.input;
}

function applyRepeat(repeat: Binary, input: Tensor, site: Site): Tensor {
  const { building } = site;
  const { problems } = site.scope.file;
  if (isTensor(repeat.left, site.scope)) {
    problems.error('tensor-repeated', rangeOf(repeat.left), 'a tensor cannot be repeated: only pieces can.');
    return input;
  }
  if (evaluate(repeat.left, contextOf(site, input)).kind === 'number') {
    notALayer(repeat, input, site);
    return isNumberLiteral(repeat.right) ? input : apply(repeat.right, input, site);
  }
  const count = evaluate(repeat.right, contextOf(site, input));
  if (count.kind === 'unknown') return apply(repeat.left, input, site);
  if (count.kind !== 'number' || !Number.isInteger(count.value) || count.value < 0) {
    const message = `a piece is repeated a whole number of times, and this is ${describe(count)}.`;
    problems.error('bad-repeat', rangeOf(repeat.right), message);
    return apply(repeat.left, input, site);
  }
  if (count.value > maximalLayers) {
    building.stop(rangeOf(repeat.right), site.scope.file, `this repeats ${count.value.toLocaleString('en-US')} times`);
    return input;
  }
  if (count.value > 1) warnOfLayerRepeated(repeat, site.scope);
  return applyTimes(repeat, count.value, input, site);
}

function applyTimes(repeat: Binary, count: number, input: Tensor, site: Site): Tensor {
  const piece = isCall(repeat.left) ? repeat.left : undefined;
  const path = site.naming.next(piece ? (findBuiltin(piece.name)?.name ?? piece.name) : 'group');
  const { building } = site;
  let tensor = input;
  let template: Template | undefined;
  for (let index = 1; index <= count && building.mayGoOn(rangeOf(repeat.right), site.scope.file); index++) {
    const repeats = [...site.repeats, { index, count }];
    const numbered = `${path}[${index}]`;
    if (template && sameShape(tensor.shape, template.given) && building.hasRoom(template.layers.length)) {
      tensor = stamp(template, building, tensor, numbered, repeats);
      continue;
    }
    const start = mark(building);
    const given = tensor;
    tensor = piece
      ? applyCall(piece, given, { ...site, repeats }, numbered)
      : apply(repeat.left, given, { ...site, repeats, naming: Naming.inside(numbered) });
    template = capture(building, start, given, tensor, numbered, repeats.length);
  }
  return tensor;
}

/** `repeatPath` is the instance's path where the call is repeated; otherwise it is named here. */
function applyCall(call: Call, input: Tensor, site: Site, repeatPath?: string): Tensor {
  const { building, scope } = site;
  if (!call.name || !building.mayGoOn(rangeOf(call), scope.file)) return input;
  const value = scope.get(call.name);
  const block = value ? undefined : scope.file.blocks.get(call.name);
  const builtin = value || block ? undefined : findBuiltin(call.name);
  const path = () => repeatPath ?? site.naming.next(builtin?.name ?? call.name);
  if (value?.kind === 'flow') return applyPiece(call, value.expression, value.scope, path(), input, site);
  if (block) return applyBlock(call, block, path(), input, site);
  if (builtin?.name === 'input' || value?.kind === 'tensor') {
    const message = `\`${call.name}\` is a tensor, and nothing can flow into a tensor: a chain starts with it.`;
    scope.file.problems.error('tensor-fed', rangeOf(call), message);
    return input;
  }
  if (builtin?.category === 'layer') return placeLayer(call, builtin, path(), input, site);
  if (builtin?.category === 'join') return applyJoin(call, builtin, path(), input, site);
  if (builtin?.category === 'piece') return input;
  notALayer(call, input, site);
  return input;
}

/** A branch that is a piece is applied to what flows in; one that is a tensor is used as it is. */
function applyJoin(call: Call, builtin: Builtin, path: string, input: Tensor, site: Site): Tensor {
  const { file } = site.scope;
  const isFixed = (branch: Expression) => isTensor(branch, site.scope);
  for (const argument of call.arguments) {
    if (argument.name === undefined) continue;
    file.problems.error('unknown-argument', rangeOf(argument), `${call.name} takes branches, without names.`);
  }
  const branches = call.arguments.flatMap(({ value }) => value ?? []);
  if (branches.length < 2) {
    const message = `${call.name} joins two or more branches, and has ${branches.length}.`;
    file.problems.error('missing-argument', nameRange(call), message);
    if (branches.length === 0) return input;
  } else if (branches.every(isFixed)) {
    const message = `${call.name} joins tensors only, so what flows into it goes nowhere: start a chain with it.`;
    file.problems.error('join-ignores-input', nameRange(call), message);
  }
  const tensors = branches.map(
    (branch) => (isFixed(branch) ? tensorOf(branch, site) : apply(branch, input, site)) ?? input,
  );
  return placeJoin(call, builtin, path, tensors, site);
}

function applyPiece(call: Call, piece: Expression, scope: Scope, path: string, input: Tensor, site: Site): Tensor {
  const { problems } = site.scope.file;
  if (call.arguments.length > 0) {
    problems.error(
      'piece-arguments',
      rangeOf(call.arguments[0]),
      `\`${call.name}\` is a piece, and takes no arguments.`,
    );
  }
  if (!enter(call, site)) return input;
  const inside = { ...site, scope, blocks: scope.blocks, naming: Naming.inside(path), depth: site.depth + 1 };
  return apply(piece, input, inside);
}

function applyBlock(call: Call, { block, file }: DeclaredBlock, path: string, input: Tensor, site: Site): Tensor {
  const { building } = site;
  if (site.blocks.includes(block)) {
    const message = `${block.name} uses itself: a block cannot contain itself.`;
    site.scope.file.problems.error('recursion', nameRange(call), message);
    return input;
  }
  if (!enter(call, site)) return input;
  const scope = new Scope('block', file, input);
  scope.blocks = [...site.blocks, block];
  const inside: Site = {
    ...site,
    scope,
    naming: Naming.inside(path),
    blocks: scope.blocks,
    depth: site.depth + 1,
  };
  bindArguments(call, block.parameters, contextOf(site, input), scope);
  for (const { name } of block.parameters) settle(name, scope, site);
  const names = block.parameters.map((parameter) => parameter.name);
  scope.key = scopeKey(block, names, scope, input.shape);
  const template = scope.key === undefined ? undefined : building.templates.get(scope.key);
  const start = mark(building);
  const done = (result: Tensor): Tensor => {
    const [first, end] = [start.start, building.layers.length];
    const place = { origin: rangeOf(call), file: site.scope.file.path };
    building.blocks.push({ block: block.name, path, ...place, first, end, given: input.id, result: result.id });
    return result;
  };
  if (template && building.hasRoom(template.layers.length)) {
    return done(stamp(template, building, input, path, site.repeats));
  }
  const result = runBlock(block, inside) ?? input;
  const captured = scope.key && capture(building, start, input, result, path, site.repeats.length);
  if (scope.key && captured) building.templates.set(scope.key, captured);
  return done(result);
}

function runBlock(block: Block, inside: Site): Tensor | undefined {
  const body = runBody(block.statements, declarationRange(block, 'block'), inside);
  for (const assertion of body.assertions) {
    const message = '`assert` speaks of a whole network, and stands in one.';
    inside.scope.file.problems.error('assert-in-block', rangeOf(assertion), message);
  }
  return body.result;
}

/** An argument that is a tensor expression, e.g. `skip=d4 -> conv(8)`, is computed once, where the call stands. */
function settle(name: string, scope: Scope, site: Site): void {
  const value = scope.get(name);
  if (value?.kind !== 'flow' || !isTensor(value.expression, value.scope)) return;
  const tensor = tensorOf(value.expression, { ...site, scope: value.scope });
  scope.set(name, tensor ? { kind: 'tensor', tensor } : { kind: 'unknown' });
}

function enter(call: Call, { scope, depth }: Site): boolean {
  if (depth < maximalNesting) return true;
  const message = `blocks and pieces are nested more than ${maximalNesting} deep here.`;
  scope.file.problems.error('nested-too-deeply', rangeOf(call), message);
  return false;
}

/** What a block's or a network's statements come to. */
export interface Body {
  /** The tensor of its one bare chain. */
  readonly result: Tensor | undefined;
  /** What `output(...)` named, in order; only a network has any. */
  readonly outputs: readonly { readonly tensor: Tensor; readonly weight: number }[];
  readonly assertions: readonly Assertion[];
}

/** Runs statements: bindings in order, then the one bare chain. `owner` is marked where nothing comes out. */
export function runBody(statements: readonly Statement[], owner: Range, site: Site): Body {
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

function runResults(results: readonly Expression[], owner: Range, site: Site): Tensor | undefined {
  const { problems } = site.scope.file;
  const { given } = site.scope;
  if (results.length === 0) {
    problems.error('no-output', owner, 'nothing comes out: it needs one chain without a name, its result.');
    return undefined;
  }
  let tensor = given;
  results.forEach((value, index) => {
    if (isTensor(value, site.scope)) {
      if (index > 0) {
        const message = 'a second chain without a name: give it a name (`name = ...`), or join it with `->`.';
        problems.error('two-results', rangeOf(value), message);
      }
      tensor = tensorOf(value, site) ?? tensor;
      return;
    }
    if (index > 0 || !given) {
      const first = rangeOf(firstOf(value));
      const message = 'nothing flows into this: is `->` missing before it, or `input(28x28x1) ->` at the start?';
      const arrow = {
        title: 'Put `->` before it',
        edits: [{ range: { start: first.start, end: first.start }, newText: '-> ' }],
      };
      problems.error('nothing-fed', first, message, { fixes: index > 0 ? [arrow] : [] });
    }
    if (tensor) tensor = apply(value, tensor, site);
  });
  return tensor;
}

/** A network with `output(...)` has no other result. */
function refuse(results: readonly Expression[], site: Site): undefined {
  for (const result of results) {
    const message = 'this network names its outputs, so this chain goes nowhere: give it a name, or to output(...).';
    site.scope.file.problems.error('two-results', rangeOf(result), message);
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
  const text = meant?.$cstNode?.text;
  const fixes = text ? [{ title: `Write ${text}`, edits: [{ range: rangeOf(call), newText: text }] }] : [];
  scope.file.problems.error('output-in-block', rangeOf(call), message, { fixes });
  return meant ? [meant] : [];
}

function readOutput(call: Call, site: Site): Body['outputs'] {
  const { parameters } = findBuiltin('output')!;
  const context = contextOf(site, undefined);
  const binding = bindArguments(call, parameters, context, new Scope('file', site.scope.file));
  const { values } = readArguments(call, parameters, binding, context);
  const value = values.get('tensor') as Value;
  const tensor =
    value.kind === 'tensor' ? value.tensor : value.kind === 'flow' ? placeOutput(value, call, site) : undefined;
  return tensor ? [{ tensor, weight: values.get('weight') as number }] : [];
}

function placeOutput({ expression, scope }: Value & { kind: 'flow' }, call: Call, site: Site): Tensor | undefined {
  const { file } = site.scope;
  if (isTensor(expression, scope)) return tensorOf(expression, { ...site, scope });
  const message = 'an output is a tensor, and this is a piece: nothing flows into it.';
  file.problems.error('nothing-fed', rangeOf(call.arguments[0]), message);
  return undefined;
}

/** Only where all else is right: a name may be unused because what would use it could not be read. */
function reportUnused(bindings: readonly Binding[], scope: Scope, { input }: Building): void {
  const { file } = scope;
  if (file.problems.errors > 0 || !input) return;
  for (const binding of bindings) {
    if (!binding.name || scope.isUsed(binding.name)) continue;
    file.problems.error('unused', leading(rangeOf(binding), binding.name.length), `\`${binding.name}\` is never used.`);
  }
}

function firstOf(expression: Expression): Expression {
  return isChain(expression) ? expression.elements[0] : expression;
}

function bindName(name: string, expression: Expression, site: Site): void {
  const { scope } = site;
  if (scope.has(name)) {
    const message = `\`${name}\` has a value already: a name is given once.`;
    scope.file.problems.error('name-twice', rangeOf(expression.$container), message);
    return;
  }
  if (isTensor(expression, scope)) {
    const tensor = tensorOf(expression, { ...site, naming: Naming.inside(site.naming.next(name)) });
    scope.set(name, tensor ? { kind: 'tensor', tensor } : { kind: 'unknown' });
  } else {
    scope.set(name, evaluate(expression, contextOf(site, scope.given)));
  }
}

function notALayer(expression: Expression, input: Tensor, site: Site): void {
  const { problems } = site.scope.file;
  if (isCall(expression) && !findBuiltin(expression.name) && !site.scope.get(expression.name)) {
    reportUnknown(expression, contextOf(site, input));
    return;
  }
  const value = evaluate(expression, contextOf(site, input));
  if (value.kind === 'unknown') return;
  problems.error('not-a-layer', rangeOf(expression), `a layer is expected here, and this is ${describe(value)}.`);
}
