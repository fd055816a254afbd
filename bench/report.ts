// The results as a table: one row for each library at a place, the peers' beside ours.
import { entries } from './contestants/index.js';
import { quiet, starText } from './idle.js';
import { median } from './median.js';
import type { BenchNetwork } from './networks.js';
import { stepOperations } from './operations.js';
import type { CaseResult, PlaceResult } from './results.js';
import { figure } from './text.js';

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

/** What is to be said under a table: why a library has no figures, and which were measured on a busy machine. */
export function notesOf(network: BenchNetwork, place: PlaceResult, cases: readonly CaseResult[]): string[] {
  const here = cases.filter((result) => result.network === network.key && result.place === place.key);
  const titleOf = (key: string) => entries.find((entry) => entry.key === key)!.title;
  const notes = here.flatMap(({ contestant, failure }) =>
    failure ? [`${titleOf(contestant)} failed: ${failure}`] : [],
  );
  if (here.some(({ busy }) => busy > quiet)) notes.push(starText);
  return notes;
}

/** How far a loss may be from those the networks are known by, relative: they are given to five digits. */
const lossTolerance = 1e-3;

export const stepSeconds = (result: CaseResult | undefined): number =>
  result?.figures ? median(result.figures.blocks) : Number.NaN;

/** The rows of one network at one place, in the order of the contestants. */
export function rowsOf(network: BenchNetwork, place: PlaceResult, cases: readonly CaseResult[]): string[][] {
  const here = cases.filter((result) => result.network === network.key && result.place === place.key);
  const ours = stepSeconds(here.find(({ contestant }) => contestant === 'ours' || contestant === 'ours-cpu'));
  return entries.flatMap(({ key, title }) => {
    const result = here.find(({ contestant }) => contestant === key);
    if (!result) return [];
    const { figures } = result;
    if (!figures) return [[title, 'failed', ...Array<string>(headings.length - 2).fill('')]];
    const seconds = stepSeconds(result);
    const speed = stepOperations(network.graph, network.batch) / seconds;
    const isOurs = key === 'ours' || key === 'ours-cpu';
    return [
      [
        result.busy > quiet ? `${title} *` : title,
        figure(1 / seconds),
        `${figures.steps}`,
        isOurs || Number.isNaN(ours) ? '' : `${figure(seconds / ours)}x`,
        figure(speed / 1e9),
        place.matmul ? `${Math.round((100 * speed) / place.matmul.operationsPerSecond)} %` : '',
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
