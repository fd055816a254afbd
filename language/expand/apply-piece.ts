// Applies pieces to tensors: expands blocks, repeats and names until only layers remain. Total over broken text: a
// mistake is reported and the input passes through, so that the layers behind it are still checked.
import { findBuiltin, namesOf } from '../builtins/builtins.js';
import { missingArgument, pieceArguments, unknownArgument } from '../diagnostics/arguments.js';
import { joinIgnoresInput, notALayer, tensorFed, twoInputs } from '../diagnostics/chains.js';
import { badRepeat, tensorRepeated } from '../diagnostics/repeats.js';
import { isRepetition } from '../evaluate/arithmetic.js';
import { evaluate } from '../evaluate/evaluate.js';
import { isTensor } from '../evaluate/is-tensor.js';
import { reportUnknown } from '../evaluate/unknown-name.js';
import { describe, type Piece, resolveAlias, type Tensor } from '../evaluate/value.js';
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
import { checkNesting, type ExpansionContext, evaluationContext } from './expansion-context.js';
import { maximalLayers, Naming } from './graph-builder.js';
import { type NamedLayer, placeJoin, placeLayer } from './place-layer.js';
import { warnOfLayerRepeated } from './repeated-layer.js';
import { captureTemplate, fitsTemplate, markStart, stampTemplate } from './stamp-template.js';
import type { Template } from './template.js';

/** Applies a piece to `input`. */
export function applyExpression(
  expression: Expression | undefined,
  input: Tensor,
  expansion: ExpansionContext,
): Tensor {
  if (!expression) return { ...input, uncertain: true };
  const { builder } = expansion;
  if (expression.$type !== 'Call' && !builder.withinBudget(expression, expansion.scope.file)) return input;
  switch (expression.$type) {
    case 'Chain':
      return applyAll(expression.elements, input, expansion);
    case 'Group':
      return applyExpression(expression.chain, input, expansion);
    case 'Call':
      return applyCall(expression, input, expansion);
    case 'Tuple':
      if (expression.elements.length === 1) return applyExpression(expression.elements[0], input, expansion);
      break;
    case 'Binary':
      if (expression.operator === '*') return applyRepeat(expression, input, expansion);
  }
  reportNotALayer(expression, input, expansion);
  // `[...]*n - 1` without its parentheses, which was reported: the chain is still checked once.
  if (isBinary(expression) && isRepetition(expression)) return applyExpression(expression.left, input, expansion);
  return { ...input, uncertain: true };
}

function applyAll(elements: readonly Expression[], input: Tensor, expansion: ExpansionContext): Tensor {
  return elements.reduce((tensor, element) => applyExpression(element, tensor, expansion), input);
}

/** Places an expression that `isTensor` holds for. Undefined where a mistake leaves no tensor. */
export function placeTensor(expression: Expression | undefined, expansion: ExpansionContext): Tensor | undefined {
  if (!expression || !expansion.builder.withinBudget(expression, expansion.scope.file)) return undefined;
  if (isChain(expression)) {
    const first = placeTensor(expression.elements[0], expansion);
    return first && applyAll(expression.elements.slice(1), first, expansion);
  }
  if (isGroup(expression)) return placeTensor(expression.chain, expansion);
  if (isTuple(expression)) return placeTensor(expression.elements[0], expansion);
  if (!isCall(expression)) return undefined;
  const value = expansion.scope.get(expression.name);
  if (value?.kind === 'tensor') return value.tensor;
  const builtin = findBuiltin(expression.name);
  if (builtin?.category === 'join') {
    const path = expansion.naming.next(builtin.name);
    const branches = expression.arguments.flatMap((branch) => placeTensor(branch.value, expansion) ?? []);
    return branches.length > 0 ? placeJoin(expression, { builtin, path }, branches, expansion) : undefined;
  }
  // The only other tensor is `input`, also misspelt.
  if (!builtin) reportUnknown(expression, evaluationContext(expansion, undefined));
  return expansion.scope.kind === 'block' ? expansion.scope.given : placeInput(expression, expansion);
}

function placeInput(call: Call, expansion: ExpansionContext): Tensor {
  const { builder } = expansion;
  if (builder.input) {
    expansion.scope.file.diagnostics.report(twoInputs, rangeOf(call, expansion.scope.file));
    return builder.input;
  }
  builder.input = placeLayer(
    call,
    { builtin: findBuiltin('input')!, path: expansion.naming.next('input') },
    undefined,
    expansion,
  );
  return builder.input;
}

function applyRepeat(repeat: Binary, input: Tensor, expansion: ExpansionContext): Tensor {
  const { builder } = expansion;
  const { diagnostics } = expansion.scope.file;
  if (isTensor(repeat.left, expansion.scope)) {
    diagnostics.report(tensorRepeated, rangeOf(repeat.left, expansion.scope.file));
    return input;
  }
  if (evaluate(repeat.left, evaluationContext(expansion, input)).kind === 'number') {
    reportNotALayer(repeat, input, expansion);
    return isNumberLiteral(repeat.right) ? input : applyExpression(repeat.right, input, expansion);
  }
  const count = evaluate(repeat.right, evaluationContext(expansion, input));
  if (count.kind === 'unknown') return applyExpression(repeat.left, input, expansion);
  if (count.kind !== 'number' || !Number.isInteger(count.value) || count.value < 0) {
    diagnostics.report(badRepeat, rangeOf(repeat.right, expansion.scope.file), { value: describe(count) });
    return applyExpression(repeat.left, input, expansion);
  }
  if (count.value > maximalLayers) {
    builder.stop(rangeOf(repeat.right, expansion.scope.file), expansion.scope.file, count.value);
    return input;
  }
  if (count.value > 1) warnOfLayerRepeated(repeat, expansion.scope);
  return applyTimes(repeat, count.value, input, expansion);
}

function applyTimes(repeat: Binary, count: number, input: Tensor, expansion: ExpansionContext): Tensor {
  const piece = isCall(repeat.left) ? repeat.left : undefined;
  const path = expansion.naming.next(piece ? (findBuiltin(piece.name)?.name ?? piece.name) : 'group');
  const { builder } = expansion;
  let tensor = input;
  let template: Template | undefined;
  for (let index = 1; index <= count && builder.withinBudget(repeat.right, expansion.scope.file); index++) {
    const repeats = [...expansion.repeats, { index, count }];
    const numbered = `${path}[${index}]`;
    const isEqual = template && fitsTemplate(template, tensor);
    if (template && isEqual && builder.hasRoomFor(template)) {
      tensor = stampTemplate(template, builder, tensor, { path: numbered, repeats });
      continue;
    }
    const start = markStart(builder);
    const given = tensor;
    tensor = piece
      ? applyCall(piece, given, { ...expansion, repeats }, numbered)
      : applyExpression(repeat.left, given, { ...expansion, repeats, naming: Naming.inside(numbered) });
    const repeatDepth = repeats.length;
    template = captureTemplate(builder, start, { given, result: tensor, path: numbered, repeatDepth });
  }
  return tensor;
}

/** `repeatPath` is the instance's path if the call is repeated; otherwise the path is the next of its name. */
function applyCall(call: Call, input: Tensor, expansion: ExpansionContext, repeatPath?: string): Tensor {
  const { builder, scope } = expansion;
  if (!call.name || !builder.withinBudget(call, scope.file)) return input;
  const value = scope.get(call.name);
  const block = value ? undefined : scope.file.blocks.get(call.name);
  const builtin = value || block ? undefined : findBuiltin(call.name);
  const nextPath = () => repeatPath ?? expansion.naming.next(builtin?.name ?? call.name);
  if (value?.kind === 'piece') return applyPiece(call, { ...resolveAlias(value), path: nextPath() }, input, expansion);
  if (block) return expansion.applyBlock(call, { ...block, path: nextPath() }, input, expansion);
  if (builtin?.name === 'input' || value?.kind === 'tensor') {
    scope.file.diagnostics.report(tensorFed, rangeOf(call, expansion.scope.file), { name: call.name });
    return input;
  }
  if (builtin?.category === 'layer') return placeLayer(call, { builtin, path: nextPath() }, input, expansion);
  if (builtin?.category === 'join') return applyJoin(call, { builtin, path: nextPath() }, input, expansion);
  if (builtin?.category === 'piece') return input;
  reportNotALayer(call, input, expansion);
  return { ...input, uncertain: true };
}

/** A branch that is a piece is applied to the input; one that is a tensor is used as it is. */
function applyJoin(call: Call, layer: NamedLayer, input: Tensor, expansion: ExpansionContext): Tensor {
  const { file } = expansion.scope;
  const isFixed = (branch: Expression) => isTensor(branch, expansion.scope);
  for (const argument of call.arguments) {
    if (argument.name === undefined) continue;
    file.diagnostics.report(unknownArgument, rangeOf(argument, file), { join: call.name });
  }
  const branches = call.arguments.flatMap(({ value }) => value ?? []);
  if (branches.length < 2) {
    file.diagnostics.report(missingArgument, nameRange(call, file), { callee: call.name, branches: branches.length });
    if (branches.length === 0) return input;
  } else if (branches.every(isFixed)) {
    file.diagnostics.report(joinIgnoresInput, nameRange(call, file), { join: call.name });
  }
  const tensors = branches.map(
    (branch) => (isFixed(branch) ? placeTensor(branch, expansion) : applyExpression(branch, input, expansion)) ?? input,
  );
  return placeJoin(call, layer, tensors, expansion);
}

function applyPiece(
  call: Call,
  { expression, scope, path }: Piece & { readonly path: string },
  input: Tensor,
  expansion: ExpansionContext,
): Tensor {
  const { diagnostics } = expansion.scope.file;
  if (call.arguments.length > 0) {
    diagnostics.report(pieceArguments, rangeOf(call.arguments[0], expansion.scope.file), { name: call.name });
  }
  if (!checkNesting(call, expansion)) return input;
  const inside = { ...expansion, scope, blocks: scope.blocks, naming: Naming.inside(path), depth: expansion.depth + 1 };
  return applyExpression(expression, input, inside);
}

function reportNotALayer(expression: Expression, input: Tensor, expansion: ExpansionContext): void {
  const { diagnostics } = expansion.scope.file;
  if (isCall(expression) && !findBuiltin(expression.name) && !expansion.scope.get(expression.name)) {
    reportUnknown(expression, evaluationContext(expansion, input));
    return;
  }
  const computes = isCall(expression) ? findFunction(expression, expansion) : undefined;
  if (isCall(expression) && computes !== undefined) {
    const near = namesOf('layer').find((name) => name.startsWith(computes));
    diagnostics.report(notALayer, nameRange(expression, expansion.scope.file), { computes, near });
    return;
  }
  const value = evaluate(expression, evaluationContext(expansion, input));
  if (value.kind === 'unknown') return;
  diagnostics.report(notALayer, rangeOf(expression, expansion.scope.file), { value: describe(value) });
}

/** The built-in function that a call names, such as `max`. */
function findFunction({ name }: Call, { scope }: ExpansionContext): string | undefined {
  const builtin = scope.get(name) || scope.file.blocks.has(name) ? undefined : findBuiltin(name);
  return builtin?.category === 'function' ? builtin.name : undefined;
}
