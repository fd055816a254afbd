// Checks the statements of a file as a whole: networks of one name, a file without a network, built-ins declared in it.

import type { NetworkAnalysis } from '../analysis.js';
import { noNetwork } from '../diagnostics/chains.js';
import { builtinHere, nameTwice } from '../diagnostics/names.js';
import type { FileContext } from '../evaluate/file-context.js';
import { type Item, isBlock, isBuiltin } from '../syntax/generated/ast.js';
import { rangeOf } from '../syntax/ranges.js';

type Outline = Pick<NetworkAnalysis, 'name' | 'nameRange'>;

/** `broken`: the file does not parse as a whole, and may lack the network that is in its text. */
export function checkNetworks(
  items: readonly Item[],
  expanded: readonly { readonly outline: Outline }[],
  broken: boolean,
  file: FileContext,
): void {
  const { diagnostics } = file;
  for (const item of items.filter(isBuiltin)) {
    diagnostics.report(builtinHere, rangeOf(item, file));
  }
  const seen = new Set<string>();
  for (const { name, nameRange } of expanded.map(({ outline }) => outline)) {
    if (seen.has(name)) diagnostics.report(nameTwice, nameRange, { name, what: 'network' });
    seen.add(name);
  }
  if (expanded.length === 0 && !broken && !items.some(isBlock)) {
    const start = { line: 0, character: 0 };
    diagnostics.report(noNetwork, { start, end: start });
  }
}
