// The networks of the bench (networks.cnn and ResNet-20 of the examples) with their batch sizes and reference losses.
import resnet20 from '../../examples/resnet20.cnn';
import { parseCnn } from '../../language/index.js';
import type { Graph } from '../../model/index.js';
import own from './networks.cnn';

export interface BenchNetwork {
  /** Its name on the command line. */
  readonly key: string;
  readonly graph: Graph;
  /** Images in a step. */
  readonly batch: number;
  /** The losses of the first four steps: those of test/ground-truth/README.md. */
  readonly losses: readonly number[];
}

const cases = [
  { key: 'lenet5', name: 'LeNet5', batch: 64, losses: [3.294, 2.5003, 2.5143, 2.2743] },
  { key: 'cifar-small', name: 'CifarSmall', batch: 32, losses: [3.378, 6.4566, 6.6518, 3.5072] },
  { key: 'resnet20', name: 'ResNet20', batch: 32, losses: [3.49715, 3.08853, 2.5779, 2.14183] },
] as const;

export const networkKeys = cases.map(({ key }) => key);

const files = { 'bench/networks/networks.cnn': own, 'examples/resnet20.cnn': resnet20 };

/** Throws when a file has an error: its assertions check the networks against their published sizes. */
export function benchNetworks(): BenchNetwork[] {
  const networks = Object.entries(files).flatMap(([file, text]) => {
    const analysis = parseCnn(text, file);
    const error = analysis.diagnostics.find(({ severity }) => severity === 'error');
    if (error) throw new Error(`${file}, line ${error.range.start.line + 1}: ${error.message}`);
    return analysis.networks;
  });
  return cases.map(({ name, ...rest }) => {
    const graph = networks.find((network) => network.graph.name === name)?.graph;
    if (!graph) throw new Error(`no file of the bench has a network ${name}`);
    return { ...rest, graph };
  });
}
