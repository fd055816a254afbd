// Warns of `conv(8) -> relu*2`: `*` binds before `->`, so a layer is repeated for which once is enough.

import { findBuiltin } from '../builtins/builtins.js';
import type { Scope } from '../evaluate/value.js';
import { ruleOf } from '../layers/index.js';
import { type Binary, type Call, isCall, isChain } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';

/** Called for repetitions of twice and more. */
export function warnOfLayerRepeated(repeat: Binary, scope: Scope): void {
  const { left, $container: chain } = repeat;
  if (!isCall(left) || !isChain(chain) || scope.has(left.name) || scope.file.blocks.has(left.name)) return;
  const own = findBuiltin(left.name)?.name ?? '';
  const index = chain.elements.indexOf(repeat);
  if (index < 1 || !ruleOf(own)?.inPlace) return;
  const first = chain.elements.slice(0, index).findLast((element) => isCall(element) && learns(element));
  const count = sourceText(repeat.right);
  const message = `this repeats only ${left.name}, \`*\` binding before \`->\`: [... -> ${left.name}]*${count} repeats a chain.`;
  const edits = first && [
    { range: { start: rangeOf(first, scope.file).start, end: rangeOf(first, scope.file).start }, newText: '[' },
    { range: { start: rangeOf(left, scope.file).end, end: rangeOf(left, scope.file).end }, newText: ']' },
  ];
  const fixes = edits ? [{ title: `Repeat from ${sourceText(first)} on`, edits }] : [];
  scope.file.diagnostics.report('repeat-one-layer', rangeOf(repeat, scope.file), message, { fixes });
}

/** Layers with weights of their own, which a repeated chain starts with. */
function learns(call: Call): boolean {
  return ['conv', 'depthwise', 'upconv', 'fc'].includes(findBuiltin(call.name)?.name ?? '');
}
