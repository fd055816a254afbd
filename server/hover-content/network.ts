// The hover on a network's name: its pattern, its totals, and the memory that inference and training take.
import { auxiliaryOf, type NetworkAnalysis, patternOf } from '../../language/index.js';
import {
  escapeMarkdown,
  formatBatch,
  formatBytes,
  formatCount,
  formatOptimizer,
  formatShort,
  valueBytes,
} from '../../model/index.js';
import { formatF16Bytes } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { formatActivations } from './figures.js';
import { codeBlock, table } from './markdown.js';
import { computing, planInference, planJob } from './memory.js';

/** Markdown. */
export function describeNetwork(snapshot: Snapshot, network: NetworkAnalysis): string {
  const { instances, graph } = network;
  const rows = [...totalRows(network), ...auxiliaryRows(network), ...memoryRows(snapshot, network)];
  const pattern = patternOf(graph);
  const figures = table([escapeMarkdown(network.name), `${instances.length} layers`], rows);
  return pattern === undefined ? figures : `${codeBlock(pattern)}\n\n${figures}`;
}

function totalRows({ totals }: NetworkAnalysis): string[][] {
  const { parameters, weights, biases, buffers, macs, activations } = totals;
  const rows = [
    [
      'parameters',
      `${formatCount(parameters)} = ${formatCount(weights)} weights + ${formatCount(biases)} biases, ` +
        formatBytes(valueBytes * parameters),
    ],
    ['operations', `${formatShort(macs)} multiply-accumulates per image, ${formatShort(2 * macs)} FLOPs`],
    ['activations', `${formatActivations(activations)}, without layers that work in place`],
  ];
  if (buffers > 0) rows.push(['buffers', `${formatCount(buffers)} running statistics, updated but not learned`]);
  return rows;
}

function auxiliaryRows(network: NetworkAnalysis): string[][] {
  const { layers, parameters, macs } = auxiliaryOf(network);
  if (layers === 0) return [];
  const figures = `${formatCount(parameters)} parameters and ${formatShort(macs)} multiply-accumulates`;
  return [['auxiliary', `${figures} of these serve auxiliary outputs only`]];
}

function memoryRows(snapshot: Snapshot, network: NetworkAnalysis): string[][] {
  const figures = planJob(snapshot, network);
  if (!figures) return [['memory', 'unknown while the network has errors']];
  const { planner } = snapshot;
  const { job, written, memory } = figures;
  const inference = planInference(snapshot, network);
  const alternatives = planner.find('alternatives', network.graph, job);
  if (!memory || !alternatives || inference === undefined) return [['memory', computing]];
  const { parts, training, microBatches } = memory;
  const settings = `${formatBatch(job.batch, microBatches)} and ${formatOptimizer(job.optimizer)}`;
  const source = written ? 'as its `train` statement says' : 'by default: it has no `train` statement';
  const buffers = parts.buffers > 0 ? `, ${formatBytes(parts.buffers)} of buffers` : '';
  const checkpointed = formatBytes(alternatives.checkpointed);
  return [
    ['inference', `${formatBytes(inference)} at most, one image at a time`],
    ['training', `${formatBytes(training)} with ${settings} (${source}):`],
    [
      '· activations',
      `${formatBytes(parts.activations)}, and ${formatBytes(parts.activationGradients)} for their gradients`,
    ],
    [
      '· parameters',
      `${formatBytes(parts.parameters)}, ${formatBytes(parts.parameterGradients)} for their gradients, ` +
        `${formatBytes(parts.optimizer)} for the optimizer`,
    ],
    [
      '· other',
      `${formatBytes(parts.batch)} for images and labels, ${formatBytes(parts.workspace)} of workspace${buffers}`,
    ],
    ['with checkpoints', `${checkpointed}, recomputing most activations in the backward pass`],
    ['with f16', escapeMarkdown(formatF16Bytes(alternatives.f16, planner.adapter))],
    ['planned for', escapeMarkdown(planner.plannedFor)],
  ];
}
