// Names the networks of a file: bare chains at file level are networks, called after the file.
import { type Item, isNetwork, isResult, type Network, type Result } from '../syntax/generated/ast.js';

export interface NamedNetwork {
  readonly item: Network | Result;
  readonly name: string;
}

/** In the order of the text. The first bare chain has the file's name, later ones a number behind it. */
export function nameNetworks(items: readonly Item[], fileName: string): NamedNetwork[] {
  const declared = new Set(items.filter(isNetwork).map((network) => network.name));
  let chains = 0;
  return items.flatMap((item) => {
    if (isNetwork(item)) return { item, name: item.name ?? '' };
    return isResult(item) && item.value ? { item, name: nameChain(fileName, ++chains, declared) } : [];
  });
}

/** Skips names that a network has. */
function nameChain(fileName: string, count: number, taken: ReadonlySet<string>): string {
  const candidate = count === 1 ? fileName : `${fileName}.${count}`;
  return taken.has(candidate) ? nameChain(fileName, count + 1, taken) : candidate;
}
