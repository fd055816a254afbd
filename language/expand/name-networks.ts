// Names the networks of a file: bare chains at file level are networks, called after the file.
import { generateNetworkNames } from '../resolve/network-names.js';
import { type Item, isNetwork, isResult, type Network, type Result } from '../syntax/generated/ast.js';

export interface NamedNetwork {
  readonly item: Network | Result;
  readonly name: string;
}

/** In the order of the text. The first bare chain has the file's name, later ones a number behind it. */
export function nameNetworks(items: readonly Item[], fileName: string): NamedNetwork[] {
  const declared = new Set(items.filter(isNetwork).map((network) => network.name));
  const chainNames = generateNetworkNames(fileName, declared);
  return items.flatMap((item) => {
    if (isNetwork(item)) return { item, name: item.name ?? '' };
    return isResult(item) && item.value ? { item, name: chainNames.next().value } : [];
  });
}
