// The project's goals for speed, beside what a run measured.
import type { EnvironmentKey } from '../contestants/index.js';
import { median } from '../median.js';
import { benchNetworks } from '../networks/networks.js';
import { countStepFlops } from '../networks/step-flops.js';
import type { CaseResult, Results } from './results.js';

interface Goal {
  readonly text: string;
  readonly environment: EnvironmentKey;
  readonly network: string;
  /** Default: `ours`. */
  readonly contestant?: 'ours-direct' | 'ours-cpu' | 'ours-cpu-2';
  readonly measure: (ours: CaseResult, results: Results) => number | undefined;
  readonly unit: string;
  readonly wanted: number;
  /** The goal is an upper limit. */
  readonly below?: boolean;
}

const direct = ', with direct kernels';

type BenchCase = Pick<Goal, 'environment' | 'network' | 'contestant'>;

/** Steps a second; undefined where the case was not measured. */
function speedOf({ cases }: Results, environment: EnvironmentKey, network: string, contestant: string) {
  const found = cases.find(
    (each) => each.environment === environment && each.network === network && each.contestant === contestant,
  );
  return found?.figures && 1 / median(found.figures.blocks);
}

const times = ({ environment, network, contestant }: BenchCase, peer: string, wanted: number): Goal => ({
  text: `steps a second, beside ${peer}${contestant === 'ours-direct' ? direct : ''}`,
  environment,
  network,
  contestant,
  measure({ figures }, results) {
    const other = speedOf(results, environment, network, peer);
    return figures && other && 1 / median(figures.blocks) / other;
  },
  unit: 'x',
  wanted,
});

/** The CPU backend beside PyTorch on as many threads, in the layout that is faster for the network. */
const besidePyTorch = (network: string, threads: 1 | 2, wanted: number): Goal => ({
  text: `steps a second, beside PyTorch, ${threads === 1 ? 'one thread' : 'two threads'}`,
  environment: 'wasm-node',
  network,
  contestant: threads === 1 ? 'ours-cpu' : 'ours-cpu-2',
  measure({ figures }, results) {
    const layouts = [`pytorch-${threads}`, `pytorch-${threads}-last`].map((key) =>
      speedOf(results, 'wasm-node', network, key),
    );
    const [first, last] = layouts;
    return figures && first && last && 1 / median(figures.blocks) / Math.max(first, last);
  },
  unit: 'x',
  wanted,
});

/** The CPU backend's one worker in a page beside one thread of Node 24, the same V8 more or less. */
const besideNode = (network: string): Goal => ({
  text: 'steps a second, of one thread in Node 24',
  environment: 'wasm-chromium',
  network,
  contestant: 'ours-cpu',
  measure({ figures }, results) {
    const node = speedOf(results, 'wasm-node-24', network, 'ours-cpu');
    return figures && node && 100 / median(figures.blocks) / node;
  },
  unit: ' %',
  wanted: 92,
});

const goals: readonly Goal[] = [
  times({ environment: 'chromium', network: 'lenet5' }, 'jax-js', 6),
  times({ environment: 'chromium', network: 'cifar-small' }, 'jax-js', 8),
  times({ environment: 'chromium', network: 'cifar-small', contestant: 'ours-direct' }, 'jax-js', 5),
  times({ environment: 'chromium', network: 'lenet5' }, 'tfjs-webgpu', 25),
  times({ environment: 'chromium', network: 'cifar-small' }, 'tfjs-webgpu', 25),
  times({ environment: 'node-lavapipe', network: 'lenet5' }, 'jax-js', 4.5),
  times({ environment: 'node-lavapipe', network: 'cifar-small' }, 'jax-js', 6),
  {
    text: `of the best matrix product${direct}`,
    environment: 'chromium',
    network: 'cifar-small',
    contestant: 'ours-direct',
    measure({ figures }, { environments }) {
      const bound = environments.find(({ key }) => key === 'chromium')?.matmul?.operationsPerSecond;
      const { graph, batch } = benchNetworks().find(({ key }) => key === 'cifar-small')!;
      return figures && bound && (100 * countStepFlops(graph, batch)) / median(figures.blocks) / bound;
    },
    unit: ' %',
    wanted: 85,
  },
  {
    text: 'the first step, cold',
    environment: 'chromium',
    network: 'lenet5',
    measure: ({ figures }) => figures?.firstStepCold,
    unit: ' s',
    wanted: 1.2,
    below: true,
  },
  besidePyTorch('lenet5', 1, 3),
  besidePyTorch('lenet5', 2, 3.5),
  besidePyTorch('cifar-small', 1, 1.6),
  besidePyTorch('cifar-small', 2, 1.8),
  besidePyTorch('resnet20', 1, 1.5),
  besidePyTorch('resnet20', 2, 1.6),
  ...['lenet5', 'cifar-small', 'resnet20'].map(besideNode),
  times({ environment: 'wasm-node', network: 'lenet5', contestant: 'ours-cpu' }, 'jax-js-wasm', 8),
];

/** Rows of environment, network, measure, goal, figure and whether it is reached; without those not measured. */
export function goalRows(results: Results, format: (value: number) => string): string[][] {
  return goals.flatMap(({ text, environment, network, contestant = 'ours', measure, unit, wanted, below = false }) => {
    const ours = results.cases.find(
      (each) => each.environment === environment && each.network === network && each.contestant === contestant,
    );
    const value = ours && measure(ours, results);
    if (value === undefined) return [];
    const { name } = benchNetworks().find(({ key }) => key === network)!.graph;
    const reached = below ? value < wanted : value >= wanted;
    const goal = `${below ? 'under' : 'at least'} ${wanted}${unit}`;
    return [[environment, name, text, goal, `${format(value)}${unit}`, reached ? 'yes' : 'no']];
  });
}
