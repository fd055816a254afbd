// The block tree of every example: each layer once, under groups whose paths lead to its own.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type NetworkAnalysis, parseCnn } from '../../language/index.js';
import { buildBlockTree, type TreeGroup, type TreeNode, withBlockTree } from '../../model/index.js';
import { readText } from '../language/ground-truth.js';

const files = readdirSync(new URL('../../examples/', import.meta.url)).filter((file) => file.endsWith('.cnn'));
const networks = files.flatMap((file) =>
  parseCnn(readText(`examples/${file}`), file.replace('.cnn', '')).networks.map((network) => [network.name, network]),
) as [string, NetworkAnalysis][];

const treeOf = ({ graph, blocks }: NetworkAnalysis) => buildBlockTree(graph, blocks);

/** Every layer in order, with the groups around it. */
function leaves(node: TreeNode, around: readonly TreeGroup[] = []): { layer: number; around: readonly TreeGroup[] }[] {
  if (node.kind === 'layer') return [{ layer: node.layer, around }];
  return node.children.flatMap((child) => leaves(child, [...around, node]));
}

function groups(node: TreeNode): TreeGroup[] {
  return node.kind === 'layer' ? [] : [node, ...node.children.flatMap(groups)];
}

/** Whether a path is one segment or one repetition longer than another. */
function isInside(path: string, outer: string): boolean {
  const rest = path.slice(outer.length);
  return path.startsWith(outer) && (outer === '' ? /^[^/[]+$/ : /^(\/[^/[]+|\[\d+\])$/).test(rest);
}

describe.each(networks)('%s', (_, network) => {
  const tree = treeOf(network);

  it('has every layer once, in order', () => {
    expect(leaves(tree).map(({ layer }) => layer)).toEqual(network.graph.layers.map(({ id }) => id));
  });

  it('has paths that lead from the network to the layer', () => {
    const wrong = leaves(tree).flatMap(({ layer, around }) => {
      const paths = [...around.map(({ path }) => path), network.graph.layers[layer].path];
      return paths.slice(1).filter((path, index) => !isInside(path, paths[index]));
    });
    expect(wrong).toEqual([]);
  });

  it('has a block group for every block instance with layers, around exactly its layers', () => {
    const found = new Map(
      groups(tree)
        .filter(({ kind }) => kind === 'block')
        .map((group) => [group.path, leaves(group).map(({ layer }) => layer)]),
    );
    const expected = network.blocks
      .filter(({ first, end }) => first < end)
      .map(({ path, first, end }) => [path, Array.from({ length: end - first }, (_, index) => first + index)] as const);
    expect([...found].sort()).toEqual([...new Map(expected)].sort());
  });
});

it('names blocks, repeats and pieces, and gives the arguments of blocks', () => {
  const text = `
    block Unit(n, kernel=3x3, act=relu) { conv(n, kernel) -> act }
    block Stage(n, times) { [Unit(n) -> maxpool(2)]*times -> Unit(n*2, act=tanh -> dropout(0.1))*2 }
    network N { skip = input(32x32x3) -> conv(4) skip -> Stage(4, 2) -> relu*2 }`;
  const { networks } = parseCnn(text, 'test');
  const lines: string[] = [];
  const write = (node: TreeNode, depth: number) => {
    const indent = '  '.repeat(depth);
    if (node.kind === 'layer') {
      lines.push(`${indent}${networks[0].graph.layers[node.layer].path}`);
      return;
    }
    const given = node.arguments.map(({ name, value }) => `${name}=${value}`).join(', ');
    lines.push(`${indent}${node.kind} ${node.name} ${node.path}${given ? ` (${given})` : ''}`);
    for (const child of node.children) write(child, depth + 1);
  };
  write(treeOf(networks[0]), 0);
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "network N 
      piece skip skip
        skip/input
        skip/conv
      block Stage Stage (n=4, times=2)
        repeat group Stage/group
          repetition group Stage/group[1]
            block Unit Stage/group[1]/Unit (n=4, kernel=3x3, act=relu)
              Stage/group[1]/Unit/conv
              piece act Stage/group[1]/Unit/act
                Stage/group[1]/Unit/act/relu
            Stage/group[1]/maxpool
          repetition group Stage/group[2]
            block Unit Stage/group[2]/Unit (n=4, kernel=3x3, act=relu)
              Stage/group[2]/Unit/conv
              piece act Stage/group[2]/Unit/act
                Stage/group[2]/Unit/act/relu
            Stage/group[2]/maxpool
        repeat Unit Stage/Unit
          block Unit Stage/Unit[1] (n=8, kernel=3x3, act=tanh -> dropout(0.1))
            Stage/Unit[1]/conv
            piece act Stage/Unit[1]/act
              Stage/Unit[1]/act/tanh
              Stage/Unit[1]/act/dropout
          block Unit Stage/Unit[2] (n=8, kernel=3x3, act=tanh -> dropout(0.1))
            Stage/Unit[2]/conv
            piece act Stage/Unit[2]/act
              Stage/Unit[2]/act/tanh
              Stage/Unit[2]/act/dropout
      repeat relu relu
        relu[1]
        relu[2]"
  `);
});

it('travels with the graph as JSON', () => {
  const [, network] = networks[0];
  const graph = withBlockTree(network.graph, network.blocks);
  expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
  expect(graph).toMatchObject(network.graph);
});
