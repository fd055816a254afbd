// Warns of `conv(8) -> relu*2`: `*` binds before `->`, so a layer is repeated for which once is enough.

import { findBuiltin } from '../builtins/builtins.js';
import { repeatOneLayer } from '../diagnostics/repeats.js';
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
  const chained = first && {
    first: sourceText(first) ?? '',
    start: rangeOf(first, scope.file).start,
    end: rangeOf(left, scope.file).end,
  };
  const args = { layer: left.name, count: sourceText(repeat.right) ?? '', chain: chained };
  scope.file.diagnostics.report(repeatOneLayer, rangeOf(repeat, scope.file), args);
}

/** Layers with weights of their own, which a repeated chain starts with. */
function learns(call: Call): boolean {
  return ['conv', 'depthwise', 'upconv', 'fc'].includes(findBuiltin(call.name)?.name ?? '');
}
