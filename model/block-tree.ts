// The block tree of a network, for diagrams: its layers grouped by the blocks, repeats and named pieces they were
// written in. The structure is that of the layers' paths: `Stage/Bottleneck.2[1]/conv.2` is layer `conv.2` in
// repetition 1 of the block call `Bottleneck.2` in `Stage`.
import type { BlockTree, BlockUse, Graph, GroupedGraph, TreeGroup } from './graph.js';

type Draft = { -readonly [K in keyof TreeGroup]: TreeGroup[K] } & {
  readonly children: BlockTree['children'][number][];
};

/** `blocks` are all block instances of the network, in any order. */
export function buildBlockTree({ name, layers }: Graph, blocks: readonly BlockUse[]): BlockTree {
  const uses = new Map(blocks.map((use) => [use.path, use]));
  const root: Draft = { kind: 'network', name, path: '', arguments: [], children: [] };
  const groups = new Map([['', root]]);
  const findGroup = (path: string): Draft => {
    const known = groups.get(path);
    if (known) return known;
    const group: Draft = { ...describeGroup(path, uses.get(path)), path, children: [] };
    findParent(path).children.push(group);
    groups.set(path, group);
    return group;
  };
  const findParent = (path: string): Draft => {
    const parent = findGroup(parentPath(path));
    if (isRepetition(path)) parent.kind = 'repeat';
    return parent;
  };
  for (const { id, path } of layers) findParent(path).children.push({ kind: 'layer', layer: id });
  return root;
}

/** The graph with its block tree, which travels with it as JSON. */
export function withBlockTree(graph: Graph, blocks: readonly BlockUse[]): GroupedGraph {
  return { ...graph, tree: buildBlockTree(graph, blocks) };
}

function describeGroup(path: string, use: BlockUse | undefined): Pick<TreeGroup, 'kind' | 'name' | 'arguments'> {
  if (use) return { kind: 'block', name: use.block, arguments: use.arguments };
  const segment = path.slice(path.lastIndexOf('/') + 1);
  return { kind: isRepetition(path) ? 'repetition' : 'piece', name: segment.replace(/[.[].*$/, ''), arguments: [] };
}

function isRepetition(path: string): boolean {
  return path.endsWith(']');
}

/** `A/B[2]/conv` is in `A/B[2]`, that in the repeat `A/B`, and that in `A`; '' is the network. */
function parentPath(path: string): string {
  if (isRepetition(path)) return path.slice(0, path.lastIndexOf('['));
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
