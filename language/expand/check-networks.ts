// Checks the statements of a file as a whole: networks of one name, a file without a network, built-ins declared in it.
import type { NetworkAnalysis } from '../analysis.js';
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
    diagnostics.error('builtin-here', rangeOf(item, file), 'built-ins are declared by the language itself.');
  }
  const seen = new Set<string>();
  for (const { name, nameRange } of expanded.map(({ outline }) => outline)) {
    if (seen.has(name)) diagnostics.error('name-twice', nameRange, `a network is called \`${name}\` already.`);
    seen.add(name);
  }
  if (expanded.length === 0 && !broken && !items.some(isBlock)) {
    const start = { line: 0, character: 0 };
    const message = 'the file has no network: write one as `network Name { input(28x28x1) -> ... }`.';
    diagnostics.error('no-network', { start, end: start }, message);
  }
}
