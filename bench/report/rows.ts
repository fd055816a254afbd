// The results as tables: a row for each library in one environment on one network.

import { entries } from '../contestants/index.js';
import { median } from '../median.js';
import type { BenchNetwork } from '../networks/networks.js';
import { countStepFlops } from '../networks/step-flops.js';
import { figure } from './markdown.js';
import { type CaseResult, type EnvironmentResult, quietShare } from './results.js';

/** Explains the star beside a figure. */
export const starText = `* just before, other programs used more than ${100 * quietShare} % of the machine.`;

export const headings = [
  'library',
  'steps/s',
  'of steps',
  'ours is',
  'GFLOP/s',
  'of matmul',
  'first step, cold',
  'warm',
  'MiB',
  'losses',
];

/** Notes under a table: failures, and what the star means. */
export function notesOf(network: BenchNetwork, environment: EnvironmentResult, cases: readonly CaseResult[]): string[] {
  const here = cases.filter((result) => result.network === network.key && result.environment === environment.key);
  const titleOf = (key: string) => entries.find((entry) => entry.key === key)!.title;
  const notes = here.flatMap(({ contestant, failure }) =>
    failure ? [`${titleOf(contestant)} failed: ${failure}`] : [],
  );
  if (here.some(({ busy }) => busy > quietShare)) notes.push(starText);
  return notes;
}

/** Relative difference allowed to the reference losses, which have five digits. */
const lossTolerance = 1e-3;

const stepSeconds = (result: CaseResult | undefined): number =>
  result?.figures ? median(result.figures.blocks) : Number.NaN;

/** The rows of one network in one environment, in the order of the contestants. */
export function rowsOf(
  network: BenchNetwork,
  environment: EnvironmentResult,
  cases: readonly CaseResult[],
): string[][] {
  const here = cases.filter((result) => result.network === network.key && result.environment === environment.key);
  const ours = stepSeconds(here.find(({ contestant }) => contestant === 'ours' || contestant === 'ours-cpu'));
  return entries.flatMap(({ key, title }) => {
    const result = here.find(({ contestant }) => contestant === key);
    if (!result) return [];
    const { figures } = result;
    if (!figures) return [[title, 'failed', ...Array<string>(headings.length - 2).fill('')]];
    const seconds = stepSeconds(result);
    const speed = countStepFlops(network.graph, network.batch) / seconds;
    const isOurs = key === 'ours' || key === 'ours-cpu';
    return [
      [
        result.busy > quietShare ? `${title} *` : title,
        figure(1 / seconds),
        `${figures.steps}`,
        isOurs || Number.isNaN(ours) ? '' : `${figure(seconds / ours)}x`,
        figure(speed / 1e9),
        environment.matmul ? `${Math.round((100 * speed) / environment.matmul.operationsPerSecond)} %` : '',
        `${figure(figures.firstStepCold)} s`,
        figures.firstStepWarm === undefined ? '' : `${figure(figures.firstStepWarm)} s`,
        figures.bytes === undefined ? '' : figure(figures.bytes / 2 ** 20),
        lossVerdict(figures.losses, network.losses),
      ],
    ];
  });
}

function lossVerdict(losses: readonly number[], wanted: readonly number[]): string {
  const compared = losses.slice(0, wanted.length);
  const strange = compared.find((loss, index) => !(Math.abs(loss / wanted[index] - 1) <= lossTolerance));
  if (strange === undefined) return compared.length < wanted.length ? `equal (${compared.length})` : 'equal';
  return `${strange.toFixed(4)}, not ${wanted[compared.indexOf(strange)].toFixed(4)}`;
}
