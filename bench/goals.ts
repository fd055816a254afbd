// What the project set out to reach, beside what a run came to.

import type { PlaceKey } from './contestants/index.js';
import { median } from './median.js';
import { benchNetworks } from './networks.js';
import { stepOperations } from './operations.js';
import type { CaseResult, Results } from './results.js';

interface Goal {
  readonly text: string;
  readonly place: PlaceKey;
  readonly network: string;
  /** Whose figure it is: `ours` where not stated. */
  readonly contestant?: 'ours-direct';
  readonly measure: (ours: CaseResult, results: Results) => number | undefined;
  readonly unit: string;
  readonly wanted: number;
  /** Whether the figure is to stay below. */
  readonly below?: boolean;
}

const direct = ', with direct kernels';

const times = (
  place: PlaceKey,
  network: string,
  peer: string,
  wanted: number,
  contestant?: Goal['contestant'],
): Goal => ({
  text: `steps a second, beside ${peer}${contestant ? direct : ''}`,
  place,
  network,
  contestant,
  measure(ours, { cases }) {
    const other = cases.find((each) => each.place === place && each.network === network && each.contestant === peer);
    if (!ours.figures || !other?.figures) return undefined;
    return median(other.figures.blocks) / median(ours.figures.blocks);
  },
  unit: 'x',
  wanted,
});

const goals: readonly Goal[] = [
  times('chromium', 'lenet5', 'jax-js', 6),
  times('chromium', 'cifar-small', 'jax-js', 8),
  times('chromium', 'cifar-small', 'jax-js', 5, 'ours-direct'),
  times('chromium', 'lenet5', 'tfjs-webgpu', 25),
  times('chromium', 'cifar-small', 'tfjs-webgpu', 25),
  times('node-lavapipe', 'lenet5', 'jax-js', 4.5),
  times('node-lavapipe', 'cifar-small', 'jax-js', 6),
  {
    text: `of the best matrix product${direct}`,
    place: 'chromium',
    network: 'cifar-small',
    contestant: 'ours-direct',
    measure({ figures }, { places }) {
      const bound = places.find(({ key }) => key === 'chromium')?.matmul?.operationsPerSecond;
      const { graph, batch } = benchNetworks().find(({ key }) => key === 'cifar-small')!;
      return figures && bound && (100 * stepOperations(graph, batch)) / median(figures.blocks) / bound;
    },
    unit: ' %',
    wanted: 85,
  },
  {
    text: 'the first step, cold',
    place: 'chromium',
    network: 'lenet5',
    measure: ({ figures }) => figures?.firstStepCold,
    unit: ' s',
    wanted: 1.2,
    below: true,
  },
];

/**
 * Rows of: where, which network, what, the goal, the figure, and whether it is reached; those not measured are left
 * out.
 */
export function goalRows(results: Results, format: (value: number) => string): string[][] {
  return goals.flatMap(({ text, place, network, contestant = 'ours', measure, unit, wanted, below = false }) => {
    const ours = results.cases.find(
      (each) => each.place === place && each.network === network && each.contestant === contestant,
    );
    const value = ours && measure(ours, results);
    if (value === undefined) return [];
    const { name } = benchNetworks().find(({ key }) => key === network)!.graph;
    const reached = below ? value < wanted : value >= wanted;
    const goal = `${below ? 'under' : 'at least'} ${wanted}${unit}`;
    return [[place, name, text, goal, `${format(value)}${unit}`, reached ? 'yes' : 'no']];
  });
}
