// Says when a training step would take more memory than its writer has, or than its job allows, and what would fit:
// by the runtime's own planner, which the language itself knows nothing of.

import type { Analysis, Diagnostic, Fix, JobAnalysis } from '../../language/index.js';
import { formatBytes, formatCount, formatMemory, type Graph, type TrainingJob } from '../../model/index.js';
import { isSplittable } from '../../runtime/lowering/index.js';
import { largestBatch } from '../../runtime/memory/index.js';
import type { Planner } from '../workspace/planner.js';

/** A job that could be read and trains a network that fits together. */
interface Trained {
  readonly job: TrainingJob;
  readonly graph: Graph;
  readonly places: JobAnalysis;
  readonly planner: Planner;
}

/** A diagnostic for each job whose step takes more than its own memory, or more than `budget` bytes. */
export function overBudget({ jobs, networks, allowed }: Analysis, budget: number, planner: Planner): Diagnostic[] {
  const trained = jobs.flatMap((places): Trained[] => {
    const network = networks.find(({ name }) => name === places.job?.network);
    return places.job && network?.sound ? [{ job: places.job, graph: network.graph, places, planner }] : [];
  });
  return trained
    .flatMap((each) => overMemory(each) ?? overSetting(each, budget) ?? [])
    .filter(({ code }) => !allowed.includes(code));
}

/** What is wrong with the memory that a job allows. */
function overMemory(trained: Trained): Diagnostic | undefined {
  const { job, graph, places, planner } = trained;
  const { memory, batch } = job;
  if (memory === undefined || !places.memoryRange) return undefined;
  const bytes = planner.memoryOf(graph, job).training;
  if (bytes <= memory) return undefined;
  const over = (images: string) =>
    `the training takes ${formatBytes(bytes)} with ${images}, more than these ${formatBytes(memory)}`;
  const [message, fixes] = isSplittable(graph)
    ? [`${over('one image at a time')}: a smaller network or input is needed.`, []]
    : [
        `${over(imagesOf(batch))}, and cannot be computed in parts, for \`bn\` looks at all images of a batch at once: ` +
          `${batchAdvice(trained, memory)}`,
        batchFixes(trained, memory),
      ];
  const otherwise = checkpointAdvice(trained, memory) + halvesAdvice(trained, memory);
  return {
    code: 'memory-too-small',
    severity: 'error',
    range: places.memoryRange,
    message: message + otherwise,
    related: [],
    fixes,
  };
}

/** What takes more than the user's own setting says there is. */
function overSetting(trained: Trained, budget: number): Diagnostic | undefined {
  const { job, graph, places, planner } = trained;
  const bytes = planner.memoryOf(graph, job).training;
  if (bytes <= budget) return undefined;
  const split = inParts(trained, budget);
  return {
    code: 'over-memory-budget',
    severity: 'warning',
    range: places.memoryRange ?? places.batchRange,
    message:
      `a step of ${imagesOf(job.batch)} takes ${formatBytes(bytes)}, more than the ${formatBytes(budget)} of ` +
      `receptive.memoryBudget: ${batchAdvice(trained, budget)}${checkpointAdvice(trained, budget)}${halvesAdvice(trained, budget)}` +
      `${split?.advice ?? ''}`,
    related: [],
    fixes: [...batchFixes(trained, budget), ...(split?.fixes ?? [])],
  };
}

/** How the same is learned in less memory, where it is. */
function inParts(
  { job, graph, places, planner }: Trained,
  budget: number,
): { advice: string; fixes: Fix[] } | undefined {
  const memory = Math.floor(budget);
  const { training, batchParts } = planner.memoryOf(graph, { ...job, memory });
  if (training > budget || batchParts === 1) return undefined;
  const written = `memory = ${formatMemory(memory)}`;
  const { memoryRange, batchRange, nameRange } = places;
  const after = { start: batchRange.end, end: batchRange.end };
  const edits = memoryRange
    ? [{ range: memoryRange, newText: formatMemory(memory) }]
    : batchRange === nameRange
      ? []
      : [{ range: after, newText: `  ${written}` }];
  return {
    advice: ` With \`${written}\` the batch is computed in ${batchParts} parts of ${job.batch / batchParts}.`,
    fixes: edits.length > 0 ? [{ title: `Compute the batch in parts: ${written}`, edits }] : [],
  };
}

function imagesOf(batch: number): string {
  return batch === 1 ? '1 image' : `${formatCount(batch)} images`;
}

function batchAdvice(trained: Trained, budget: number): string {
  const { batch } = trained.job;
  if (batch === 1) return 'a smaller network or input is needed.';
  const largest = fittingBatch(trained, budget);
  return largest === 0
    ? 'not even one image fits.'
    : `batch=${largest} fits, with ${formatBytes(bytesWith(trained, largest))}.`;
}

function batchFixes(trained: Trained, budget: number): Fix[] {
  const { batchRange, nameRange } = trained.places;
  const largest = fittingBatch(trained, budget);
  if (batchRange === nameRange || largest === 0) return [];
  return [{ title: `Train with batch=${largest}`, edits: [{ range: batchRange, newText: `${largest}` }] }];
}

function checkpointAdvice({ job, graph, planner }: Trained, budget: number): string {
  if (job.checkpoint) return '';
  const bytes = planner.checkpointedBytes(graph, job);
  return bytes <= budget ? ` With \`checkpoint = true\` the step takes ${formatBytes(bytes)}.` : '';
}

/** Where the adapter is known to have halves. */
function halvesAdvice({ job, graph, planner }: Trained, budget: number): string {
  if (job.storage === 'f16' || !planner.adapter?.profile.f16) return '';
  const bytes = planner.halvedBytes(graph, job);
  return bytes <= budget ? ` With \`storage = f16\` it takes ${formatBytes(bytes)}.` : '';
}

function fittingBatch(trained: Trained, budget: number): number {
  const { batch } = trained.job;
  return largestBatch((tried) => bytesWith(trained, tried), batch, budget);
}

/** What another batch takes, at once. */
function bytesWith({ job, graph, planner }: Trained, batch: number): number {
  return planner.memoryOf(graph, { ...job, batch, memory: undefined }).training;
}
