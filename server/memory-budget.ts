// Says when a training step would take more memory than its writer has, and how many images would fit: by the runtime's
// own planner, which the language itself knows nothing of.
import type { Graph, TrainingJob } from '../language/graph/index.js';
import { type Analysis, formatBytes, formatCount, type Problem } from '../language/index.js';
import { plannedCheckpointedBytes, plannedMemory } from './planned-memory.js';

/** A warning for each job whose step takes more than `budget` bytes. */
export function overBudget({ jobs, networks, allowed }: Analysis, budget: number): Problem[] {
  if (allowed.includes('over-memory-budget')) return [];
  return jobs.flatMap(({ job, batchRange, nameRange }) => {
    const network = networks.find(({ name }) => name === job?.network);
    if (!job || !network?.sound) return [];
    const bytes = bytesOf(network.graph, job, job.batch);
    if (bytes <= budget) return [];
    const largest = largestBatch(network.graph, job, bytes, budget);
    const images = job.batch === 1 ? '1 image takes' : `${formatCount(job.batch)} images takes`;
    const advice =
      largest === 0
        ? job.batch === 1
          ? 'a smaller network or input is needed.'
          : 'not even one image fits.'
        : `batch=${largest} fits, with ${formatBytes(bytesOf(network.graph, job, largest))}.`;
    const checkpointed = job.checkpoint ? bytes : plannedCheckpointedBytes(network.graph, job);
    const instead =
      checkpointed <= budget ? ` With \`checkpoint = true\` the step takes ${formatBytes(checkpointed)}.` : '';
    const written = batchRange !== nameRange;
    const title = `Train with batch=${largest}`;
    return {
      code: 'over-memory-budget',
      severity: 'warning',
      range: batchRange,
      message: `a step of ${images} ${formatBytes(bytes)}, more than the ${formatBytes(budget)} of receptive.memoryBudget: ${advice}${instead}`,
      related: [],
      fixes: written && largest > 0 ? [{ title, edits: [{ range: batchRange, newText: `${largest}` }] }] : [],
    };
  });
}

function bytesOf(graph: Graph, job: TrainingJob, batch: number): number {
  return plannedMemory(graph, { ...job, batch }).training;
}

/** The most images that fit; 0 when one does not. `bytes` is what the job's batch takes: too much. */
function largestBatch(graph: Graph, job: TrainingJob, bytes: number, budget: number): number {
  let fits = { batch: 1, bytes: job.batch === 1 ? bytes : bytesOf(graph, job, 1) };
  let exceeds = { batch: job.batch, bytes };
  if (fits.bytes > budget) return 0;
  // Bytes grow with the batch in nearly a straight line: where it meets the budget is within an image or two of the end.
  for (let byLine = true; exceeds.batch - fits.batch > 1; byLine = !byLine) {
    const slope = (exceeds.bytes - fits.bytes) / (exceeds.batch - fits.batch);
    const step = byLine ? Math.floor((budget - fits.bytes) / slope) : 1;
    const batch = fits.batch + Math.min(Math.max(1, step), exceeds.batch - fits.batch - 1);
    const tried = { batch, bytes: bytesOf(graph, job, batch) };
    if (tried.bytes <= budget) fits = tried;
    else exceeds = tried;
  }
  return fits.batch;
}
