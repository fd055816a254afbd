// The hover on a network's name: its pattern, its totals, and the memory that inference and training take.
import { auxiliaryOf, type NetworkAnalysis, patternOf } from '../../language/index.js';
import { formatBatch, formatBytes, formatCount, formatOptimizer, formatShort, valueBytes } from '../../model/index.js';
import { halvedText } from '../../runtime/memory/index.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { codeBlock, escapeMarkdown, table } from './markdown.js';
import { planInference, planJob } from './memory.js';

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
    ['operations', `${formatShort(macs)} multiply-accumulates an image, ${formatShort(2 * macs)} FLOPs`],
    [
      'activations',
      `${formatCount(activations)} = ${formatBytes(valueBytes * activations)} an image, in-place layers apart`,
    ],
  ];
  if (buffers > 0) rows.push(['buffers', `${formatCount(buffers)} running statistics, kept and not learned`]);
  return rows;
}

function auxiliaryRows(network: NetworkAnalysis): string[][] {
  const { layers, parameters, macs } = auxiliaryOf(network);
  if (layers === 0) return [];
  const figures = `${formatCount(parameters)} parameters and ${formatShort(macs)} multiply-accumulates`;
  return [['of these', `${figures} serve auxiliary outputs alone`]];
}

function memoryRows(snapshot: Snapshot, network: NetworkAnalysis): string[][] {
  const figures = planJob(snapshot, network);
  if (!figures) return [['memory', 'not known while the network has errors']];
  const { job } = figures;
  const { planner } = snapshot;
  const { parts, training, batchParts } = figures.memory;
  const assumed = figures.written ? 'as the job says' : 'no job in this file';
  const buffers = parts.buffers > 0 ? `, ${formatBytes(parts.buffers)} of buffers` : '';
  return [
    ['inference', `${formatBytes(planInference(snapshot, network))} at most, one image at a time`],
    [
      'training',
      `${formatBytes(training)} with ${formatBatch(job.batch, batchParts)} and ${formatOptimizer(job.optimizer)} (${assumed}):`,
    ],
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
      '· the rest',
      `${formatBytes(parts.batch)} of images and labels, ${formatBytes(parts.workspace)} of workspace${buffers}`,
    ],
    [
      'checkpointed',
      `${formatBytes(planner.checkpointedBytes(network.graph, job))}, making most activations anew on the way back`,
    ],
    ['with f16', escapeMarkdown(halvedText(planner.halvedBytes(network.graph, job), planner.adapter))],
    ['planned for', escapeMarkdown(planner.plannedFor)],
  ];
}
