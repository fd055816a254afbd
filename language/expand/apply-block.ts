// Expands a call of a block: binds its arguments, then runs the block's statements, or copies the template of an equal
// call.

import type { BlockUse } from '../../model/index.js';
import { assertInBlock, recursion } from '../diagnostics/blocks.js';
import { type Binding, bindArguments } from '../evaluate/arguments.js';
import { isTensor } from '../evaluate/is-tensor.js';
import { formatValue, Scope, type Tensor } from '../evaluate/value.js';
import type { Block } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { declarationRange, nameRange, rangeOf } from '../syntax/ranges.js';
import { placeTensor } from './apply-piece.js';
import { type ApplyBlock, checkNesting, type ExpansionContext, evaluationContext } from './expansion-context.js';
import { Naming } from './graph-builder.js';
import { isSelfUse, runBody } from './run-body.js';
import { scopeKey } from './scope-key.js';
import { captureTemplate, markStart, stampTemplate } from './stamp-template.js';

export const applyBlock: ApplyBlock = (call, { block, file, path }, input, expansion) => {
  const { builder, repeats } = expansion;
  if (expansion.blocks.includes(block)) {
    expansion.scope.file.diagnostics.report(recursion, nameRange(call, expansion.scope.file), { block: block.name });
    return input;
  }
  if (!checkNesting(call, expansion)) return input;
  const scope = new Scope('block', file, input);
  scope.blocks = [...expansion.blocks, block];
  // A call that is wrong, or may be misread, makes errors inside the block that nobody wrote.
  const isMisread = expansion.scope.file.damage.isInDamage(call);
  const lenient = file.damage.hasDamagedHeader(block);
  const binding = bindArguments(call, block.parameters, evaluationContext(expansion, input), {
    inside: scope,
    lenient,
  });
  for (const [index, parameter] of block.parameters.entries()) {
    const isOwnDefault = !binding.written[index] && isSelfUse(parameter, scope);
    if (isOwnDefault) scope.set(parameter.name, { kind: 'unknown' });
    else placeTensorArgument(parameter.name, scope, expansion);
  }
  const isCertain = !isMisread && !binding.failed;
  scope.key = isCertain ? scopeKey(block, scope, input) : undefined;
  const template = scope.key === undefined ? undefined : builder.templates.get(scope.key);
  const start = markStart(builder);
  const finish = (result: Tensor): Tensor => {
    const [first, end] = [start.start, builder.size];
    const origin = rangeOf(call, expansion.scope.file);
    builder.blocks.push({
      block: block.name,
      path,
      arguments: describeArguments(block, binding),
      origin,
      file: expansion.scope.file.path,
      first,
      end,
      given: input.id,
      result: result.id,
    });
    // Of a block that does not parse, what could be read need not be what was meant.
    const isDamaged = file.damage.isDamaged(block);
    if (isDamaged) builder.file.diagnostics.errors++;
    return isDamaged || !isCertain ? { ...result, uncertain: true } : result;
  };
  if (template && builder.hasRoomFor(template)) {
    return finish(stampTemplate(template, builder, input, { path, repeats }));
  }
  const { depth } = expansion;
  const inside = { ...expansion, scope, naming: Naming.inside(path), blocks: scope.blocks, depth: depth + 1 };
  const run = () => runBlock(block, inside) ?? input;
  const result = isCertain ? run() : builder.file.diagnostics.silence(run);
  if (scope.key !== undefined) {
    const captured = captureTemplate(builder, start, { given: input, result, path, repeatDepth: repeats.length });
    if (captured) builder.templates.set(scope.key, captured);
  }
  return finish(result);
};

function runBlock(block: Block, inside: ExpansionContext): Tensor | undefined {
  const body = runBody(block.statements, () => declarationRange(block, inside.scope.file, 'block'), inside);
  for (const assertion of body.assertions) {
    inside.scope.file.diagnostics.report(assertInBlock, rangeOf(assertion, inside.scope.file));
  }
  return body.result;
}

function describeArguments({ parameters }: Block, { values, written }: Binding): BlockUse['arguments'] {
  return parameters.map(({ name, default: initial }, index) => ({
    name,
    value: formatValue(values[index]) ?? sourceText(written[index] ?? initial) ?? '',
  }));
}

/** An argument that is a tensor expression, e.g. `skip=d4 -> conv(8)`, is placed once, in front of the block. */
function placeTensorArgument(name: string, scope: Scope, expansion: ExpansionContext): void {
  const value = scope.get(name);
  if (value?.kind !== 'piece' || !isTensor(value.expression, value.scope)) return;
  const tensor = placeTensor(value.expression, { ...expansion, scope: value.scope });
  scope.set(name, tensor ? { kind: 'tensor', tensor } : { kind: 'unknown' });
}
