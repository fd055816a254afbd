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
  readonly contestant?: 'ours-direct';
  readonly measure: (ours: CaseResult, results: Results) => number | undefined;
  readonly unit: string;
  readonly wanted: number;
  /** The goal is an upper limit. */
  readonly below?: boolean;
}

const direct = ', with direct kernels';

type BenchCase = Pick<Goal, 'environment' | 'network' | 'contestant'>;

const times = ({ environment, network, contestant }: BenchCase, peer: string, wanted: number): Goal => ({
  text: `steps a second, beside ${peer}${contestant ? direct : ''}`,
  environment,
  network,
  contestant,
  measure(ours, { cases }) {
    const other = cases.find(
      (each) => each.environment === environment && each.network === network && each.contestant === peer,
    );
    if (!ours.figures || !other?.figures) return undefined;
    return median(other.figures.blocks) / median(ours.figures.blocks);
  },
  unit: 'x',
  wanted,
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
