// Applies blocks: binds the call's arguments, then runs the block's statements, or copies an equal use of it.

import { bindArguments } from '../evaluate/arguments.js';
import type { DeclaredBlock } from '../evaluate/file-context.js';
import { isTensor } from '../evaluate/is-tensor.js';
import { Scope, type Tensor } from '../evaluate/value.js';
import type { Block, Call } from '../syntax/generated/ast.js';
import { declarationRange, nameRange, rangeOf } from '../syntax/ranges.js';
import { tensorOf } from './apply-piece.js';
import { Naming } from './graph-builder.js';
import { runBody } from './run-body.js';
import { scopeKey } from './scope-key.js';
import { contextOf, enter, type Site } from './site.js';
import { capture, mark, stamp } from './template.js';

/** Applies a call of a block to `input`. */
export function applyBlock(
  call: Call,
  { block, file }: DeclaredBlock,
  path: string,
  input: Tensor,
  site: Site,
): Tensor {
  const { building } = site;
  if (site.blocks.includes(block)) {
    const message = `${block.name} uses itself: a block cannot contain itself.`;
    site.scope.file.diagnostics.error('recursion', nameRange(call, site.scope.file), message);
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
    const [first, end] = [start.start, building.size];
    const place = { origin: rangeOf(call, site.scope.file), file: site.scope.file.path };
    building.blocks.push({ block: block.name, path, ...place, first, end, given: input.id, result: result.id });
    return result;
  };
  if (template && building.hasRoom(template.end - template.start)) {
    return done(stamp(template, building, input, path, site.repeats));
  }
  const result = runBlock(block, inside) ?? input;
  const captured = scope.key && capture(building, start, input, result, path, site.repeats.length);
  if (scope.key && captured) building.templates.set(scope.key, captured);
  return done(result);
}

function runBlock(block: Block, inside: Site): Tensor | undefined {
  const body = runBody(block.statements, () => declarationRange(block, inside.scope.file, 'block'), inside);
  for (const assertion of body.assertions) {
    const message = '`assert` speaks of a whole network, and stands in one.';
    inside.scope.file.diagnostics.error('assert-in-block', rangeOf(assertion, inside.scope.file), message);
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
