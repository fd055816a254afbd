// The networks of the bench: what networks.cnn says of them, and how many images a step takes.
import type { Graph } from '../language/graph/index.js';
import { parseCnn } from '../language/index.js';
import text from './networks.cnn';

export interface BenchNetwork {
  /** What a person types to run it alone. */
  readonly key: string;
  readonly graph: Graph;
  /** Images in a step. */
  readonly batch: number;
  /** The losses of the first four steps where test/ground-truth/README.md has them. */
  readonly losses?: readonly number[];
}

const cases = [
  { key: 'lenet5', name: 'LeNet5', batch: 64, losses: [3.294, 2.5003, 2.5143, 2.2743] },
  { key: 'cifar-small', name: 'CifarSmall', batch: 32, losses: [3.378, 6.4566, 6.6518, 3.5072] },
  { key: 'resnet20', name: 'ResNet20', batch: 32 },
] as const;

export const networkKeys = cases.map(({ key }) => key);

/** Throws when networks.cnn has an error: its assertions hold the networks to their published sizes. */
export function benchNetworks(): BenchNetwork[] {
  const analysis = parseCnn(text, 'bench');
  const error = analysis.problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`bench/networks.cnn, line ${error.range.start.line + 1}: ${error.message}`);
  return cases.map(({ name, ...rest }) => {
    const graph = analysis.networks.find((network) => network.graph.name === name)?.graph;
    if (!graph) throw new Error(`bench/networks.cnn has no network ${name}`);
    return { ...rest, graph };
  });
}
