// Applies pieces of network to tensors: where blocks, repeats and names disappear and only layers remain. Total over
// broken text: what does not fit is reported, and the input passes through, so that what follows is still checked.
import { findBuiltin } from '../../builtins.js';
import {
  type Binary,
  type Block,
  type Call,
  type Expression,
  isBinary,
  isBinding,
  isCall,
  isChain,
  isGroup,
  isResult,
  isTuple,
  type Result,
  type Statement,
} from '../../generated/ast.js';
import { bindArguments } from './arguments.js';
import { evaluate, isTensor, reportUnknown } from './evaluate.js';
import { maximalLayers, maximalNesting, Naming } from './expansion.js';
import { placeLayer } from './place-layer.js';
import { declarationRange, nameRange, rangeOf } from './ranges.js';
import { contextOf, type Site } from './site.js';
import { describe, Scope, type Tensor } from './value.js';

/** Applies a piece to `input`. */
export function apply(expression: Expression | undefined, input: Tensor, site: Site): Tensor {
  if (isChain(expression)) return applyAll(expression.elements, input, site);
  if (isGroup(expression)) return apply(expression.chain, input, site);
  if (isTuple(expression) && expression.elements.length === 1) return apply(expression.elements[0], input, site);
  if (isBinary(expression) && expression.operator === '*') return applyRepeat(expression, input, site);
  if (isCall(expression)) return applyCall(expression, input, site);
  if (expression) notALayer(expression, input, site);
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
  return site.scope.place === 'block' ? site.scope.given : placeInput(expression, site);
}

function placeInput(call: Call, site: Site): Tensor {
  const { building } = site;
  if (building.input) {
    building.file.problems.error('two-inputs', rangeOf(call), 'a network has one input, and this is a second one.');
    return building.input;
  }
  building.input = placeLayer(call, findBuiltin('input')!, site.naming.next('input'), undefined, site);
  return building.input;
}

function applyRepeat(repeat: Binary, input: Tensor, site: Site): Tensor {
  const { building } = site;
  const { problems } = building.file;
  if (isTensor(repeat.left, site.scope)) {
    problems.error('tensor-repeated', rangeOf(repeat.left), 'a tensor cannot be repeated: only pieces can.');
    return input;
  }
  const count = evaluate(repeat.right, contextOf(site, input));
  if (count.kind === 'unknown') return apply(repeat.left, input, site);
  if (count.kind !== 'number' || !Number.isInteger(count.value) || count.value < 0) {
    const message = `a piece is repeated a whole number of times, and this is ${describe(count)}.`;
    problems.error('bad-repeat', rangeOf(repeat.right), message);
    return apply(repeat.left, input, site);
  }
  if (count.value > maximalLayers) {
    building.stop(rangeOf(repeat.right), `this repeats ${count.value.toLocaleString('en-US')} times`);
    return input;
  }
  return applyTimes(repeat, count.value, input, site);
}

function applyTimes(repeat: Binary, count: number, input: Tensor, site: Site): Tensor {
  const piece = isCall(repeat.left) ? repeat.left : undefined;
  const path = site.naming.next(piece ? (findBuiltin(piece.name)?.name ?? piece.name) : 'group');
  let tensor = input;
  for (let index = 1; index <= count && site.building.mayGoOn(rangeOf(repeat.right)); index++) {
    const inner = { ...site, repeats: [...site.repeats, { index, count }] };
    const numbered = `${path}[${index}]`;
    tensor = piece
      ? applyCall(piece, tensor, inner, numbered)
      : apply(repeat.left, tensor, { ...inner, naming: Naming.inside(numbered) });
  }
  return tensor;
}

/** `repeatPath` is the instance's path where the call is repeated; otherwise it is named here. */
function applyCall(call: Call, input: Tensor, site: Site, repeatPath?: string): Tensor {
  const { building, scope } = site;
  if (!call.name || !building.mayGoOn(rangeOf(call))) return input;
  const value = scope.get(call.name);
  const block = value ? undefined : building.file.blocks.get(call.name);
  const builtin = value || block ? undefined : findBuiltin(call.name);
  const path = () => repeatPath ?? site.naming.next(builtin?.name ?? call.name);
  if (value?.kind === 'flow') return applyPiece(call, value.expression, value.scope, path(), input, site);
  if (block) return applyBlock(call, block, path(), input, site);
  if (builtin?.name === 'input' || value?.kind === 'tensor') {
    const message = `\`${call.name}\` is a tensor, and nothing can flow into a tensor: a chain starts with it.`;
    building.file.problems.error('tensor-fed', rangeOf(call), message);
    return input;
  }
  if (builtin?.category === 'layer') return placeLayer(call, builtin, path(), input, site);
  notALayer(call, input, site);
  return input;
}

function applyPiece(call: Call, piece: Expression, scope: Scope, path: string, input: Tensor, site: Site): Tensor {
  const { problems } = site.building.file;
  if (call.arguments.length > 0) {
    problems.error(
      'piece-arguments',
      rangeOf(call.arguments[0]),
      `\`${call.name}\` is a piece, and takes no arguments.`,
    );
  }
  if (!enter(call, site)) return input;
  return apply(piece, input, { ...site, scope, naming: Naming.inside(path), depth: site.depth + 1 });
}

function applyBlock(call: Call, block: Block, path: string, input: Tensor, site: Site): Tensor {
  const { building } = site;
  if (site.blocks.includes(block)) {
    const message = `${block.name} uses itself: a block cannot contain itself.`;
    building.file.problems.error('recursion', nameRange(call), message);
    return input;
  }
  if (!enter(call, site)) return input;
  const scope = new Scope('block', input);
  const inside: Site = {
    ...site,
    scope,
    naming: Naming.inside(path),
    blocks: [...site.blocks, block],
    depth: site.depth + 1,
  };
  bindArguments(call, block.parameters, contextOf(site, input), scope);
  for (const { name } of block.parameters) settle(name, scope, site);
  return runBody(block.statements, declarationRange(block, 'block'), inside) ?? input;
}

/** An argument that is a tensor expression, e.g. `skip=d4 -> conv(8)`, is computed once, where the call stands. */
function settle(name: string, scope: Scope, site: Site): void {
  const value = scope.get(name);
  if (value?.kind !== 'flow' || !isTensor(value.expression, value.scope)) return;
  const tensor = tensorOf(value.expression, { ...site, scope: value.scope });
  scope.set(name, tensor ? { kind: 'tensor', tensor } : { kind: 'unknown' });
}

function enter(call: Call, { building, depth }: Site): boolean {
  if (depth < maximalNesting) return true;
  const message = `blocks and pieces are nested more than ${maximalNesting} deep here.`;
  building.file.problems.error('nested-too-deeply', rangeOf(call), message);
  return false;
}

/** Runs a block's or a network's statements: bindings in order, then the one bare chain, whose tensor is the answer. */
export function runBody(
  statements: readonly Statement[],
  owner: ReturnType<typeof rangeOf>,
  site: Site,
): Tensor | undefined {
  const { problems } = site.building.file;
  const { given } = site.scope;
  const results: Result[] = [];
  for (const statement of statements) {
    if (isBinding(statement)) {
      bindName(statement.name, statement.value, site);
    } else if (isResult(statement)) {
      if (statement.value) results.push(statement);
    } else {
      problems.error('not-yet', rangeOf(statement), '`assert` is not understood yet by this version.');
    }
  }
  if (results.length === 0) {
    problems.error('no-output', owner, 'nothing comes out: it needs one chain without a name, its result.');
    return undefined;
  }
  let tensor = given;
  results.forEach(({ value }, index) => {
    if (isTensor(value, site.scope)) {
      if (index > 0) {
        const message = 'a second chain without a name: give it a name (`name = ...`), or join it with `->`.';
        problems.error('two-results', rangeOf(value), message);
      }
      tensor = tensorOf(value, site) ?? tensor;
      return;
    }
    if (index > 0 || !given) {
      const message = 'nothing flows into this: is `->` missing before it, or `input(28x28x1) ->` at the start?';
      problems.error('nothing-fed', rangeOf(firstOf(value)), message);
    }
    if (tensor) tensor = apply(value, tensor, site);
  });
  return tensor;
}

function firstOf(expression: Expression): Expression {
  return isChain(expression) ? expression.elements[0] : expression;
}

function bindName(name: string, expression: Expression, site: Site): void {
  const { scope, building } = site;
  if (scope.get(name)) {
    const message = `\`${name}\` has a value already: a name is given once.`;
    building.file.problems.error('name-twice', rangeOf(expression.$container), message);
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
  const { problems } = site.building.file;
  if (isCall(expression) && !findBuiltin(expression.name) && !site.scope.get(expression.name)) {
    reportUnknown(expression, contextOf(site, input));
    return;
  }
  const value = evaluate(expression, contextOf(site, input));
  if (value.kind === 'unknown') return;
  problems.error('not-a-layer', rangeOf(expression), `a layer is expected here, and this is ${describe(value)}.`);
}
