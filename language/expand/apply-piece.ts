// Applies pieces of network to tensors: where blocks, repeats and names disappear and only layers remain. Total over
// broken text: what does not fit is reported, and the input passes through, so that what follows is still checked.
import { type Builtin, findBuiltin } from '../builtins/builtins.js';
import { isRepetition } from '../evaluate/arithmetic.js';
import { evaluate } from '../evaluate/evaluate.js';
import { isTensor } from '../evaluate/is-tensor.js';
import { describe, handedOn, type Piece, type Tensor } from '../evaluate/value.js';
import { reportUnknown } from '../recovery/unknown-name.js';
import {
  type Binary,
  type Call,
  type Expression,
  isBinary,
  isCall,
  isChain,
  isGroup,
  isNumberLiteral,
  isTuple,
} from '../syntax/generated/ast.js';
import { nameRange, rangeOf } from '../syntax/ranges.js';
import { maximalLayers, Naming } from './graph-builder.js';
import type { Template } from './instance.js';
import { placeJoin, placeLayer } from './place-layer.js';
import { warnOfLayerRepeated } from './repeated-layer.js';
import { contextOf, enter, type Site } from './site.js';
import { capture, mark, sameShape, stamp } from './template.js';

/** Applies a piece to `input`. */
export function apply(expression: Expression | undefined, input: Tensor, site: Site): Tensor {
  switch (expression?.$type) {
    case 'Chain':
      return applyAll(expression.elements, input, site);
    case 'Group':
      return apply(expression.chain, input, site);
    case 'Call':
      return applyCall(expression, input, site);
    case 'Tuple':
      if (expression.elements.length === 1) return apply(expression.elements[0], input, site);
      break;
    case 'Binary':
      if (expression.operator === '*') return applyRepeat(expression, input, site);
  }
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
  // Nothing else is a tensor: it is `input`, or a slip that means it.
  if (!builtin) reportUnknown(expression, contextOf(site, undefined));
  return site.scope.place === 'block' ? site.scope.given : placeInput(expression, site);
}

function placeInput(call: Call, site: Site): Tensor {
  const { building } = site;
  if (building.input) {
    site.scope.file.diagnostics.error(
      'two-inputs',
      rangeOf(call, site.scope.file),
      'a network has one input, and this is a second one.',
    );
    return building.input;
  }
  building.input = placeLayer(call, findBuiltin('input')!, site.naming.next('input'), undefined, site);
  return building.input;
}

function applyRepeat(repeat: Binary, input: Tensor, site: Site): Tensor {
  const { building } = site;
  const { diagnostics } = site.scope.file;
  if (isTensor(repeat.left, site.scope)) {
    diagnostics.error(
      'tensor-repeated',
      rangeOf(repeat.left, site.scope.file),
      'a tensor cannot be repeated: only pieces can.',
    );
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
    diagnostics.error('bad-repeat', rangeOf(repeat.right, site.scope.file), message);
    return apply(repeat.left, input, site);
  }
  if (count.value > maximalLayers) {
    building.stop(
      rangeOf(repeat.right, site.scope.file),
      site.scope.file,
      `this repeats ${count.value.toLocaleString('en-US')} times`,
    );
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
  for (let index = 1; index <= count && building.mayGoOn(repeat.right, site.scope.file); index++) {
    const repeats = [...site.repeats, { index, count }];
    const numbered = `${path}[${index}]`;
    if (template && sameShape(tensor.shape, template.shape) && building.hasRoom(template.end - template.start)) {
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
  if (!call.name || !building.mayGoOn(call, scope.file)) return input;
  const value = scope.get(call.name);
  const block = value ? undefined : scope.file.blocks.get(call.name);
  const builtin = value || block ? undefined : findBuiltin(call.name);
  const path = () => repeatPath ?? site.naming.next(builtin?.name ?? call.name);
  if (value?.kind === 'flow') return applyPiece(call, handedOn(value), path(), input, site);
  if (block) return site.applyBlock(call, block, path(), input, site);
  if (builtin?.name === 'input' || value?.kind === 'tensor') {
    const message = `\`${call.name}\` is a tensor, and nothing can flow into a tensor: a chain starts with it.`;
    scope.file.diagnostics.error('tensor-fed', rangeOf(call, site.scope.file), message);
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
    file.diagnostics.error('unknown-argument', rangeOf(argument, file), `${call.name} takes branches, without names.`);
  }
  const branches = call.arguments.flatMap(({ value }) => value ?? []);
  if (branches.length < 2) {
    const message = `${call.name} joins two or more branches, and has ${branches.length}.`;
    file.diagnostics.error('missing-argument', nameRange(call, file), message);
    if (branches.length === 0) return input;
  } else if (branches.every(isFixed)) {
    const message = `${call.name} joins tensors only, so what flows into it goes nowhere: start a chain with it.`;
    file.diagnostics.error('join-ignores-input', nameRange(call, file), message);
  }
  const tensors = branches.map(
    (branch) => (isFixed(branch) ? tensorOf(branch, site) : apply(branch, input, site)) ?? input,
  );
  return placeJoin(call, builtin, path, tensors, site);
}

function applyPiece(call: Call, { expression, scope }: Piece, path: string, input: Tensor, site: Site): Tensor {
  const { diagnostics } = site.scope.file;
  if (call.arguments.length > 0) {
    diagnostics.error(
      'piece-arguments',
      rangeOf(call.arguments[0], site.scope.file),
      `\`${call.name}\` is a piece, and takes no arguments.`,
    );
  }
  if (!enter(call, site)) return input;
  const inside = { ...site, scope, blocks: scope.blocks, naming: Naming.inside(path), depth: site.depth + 1 };
  return apply(expression, input, inside);
}

function notALayer(expression: Expression, input: Tensor, site: Site): void {
  const { diagnostics } = site.scope.file;
  if (isCall(expression) && !findBuiltin(expression.name) && !site.scope.get(expression.name)) {
    reportUnknown(expression, contextOf(site, input));
    return;
  }
  const value = evaluate(expression, contextOf(site, input));
  if (value.kind === 'unknown') return;
  diagnostics.error(
    'not-a-layer',
    rangeOf(expression, site.scope.file),
    `a layer is expected here, and this is ${describe(value)}.`,
  );
}
