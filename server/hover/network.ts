// The hover on a network's name: totals, and what it takes to run and to train.
import {
  type Analysis,
  formatBytes,
  formatCount,
  formatShort,
  type NetworkAnalysis,
  valueBytes,
} from '../../language/index.js';
import { escapeMarkdown, table } from './markdown.js';
import { inferenceBytesOf, jobMemoryOf } from './memory.js';

/** Markdown. */
export function networkHover(analysis: Analysis, network: NetworkAnalysis): string {
  const { totals, instances } = network;
  const rows = [
    [
      'parameters',
      `${formatCount(totals.parameters)} = ${formatCount(totals.weights)} weights + ${formatCount(totals.biases)} biases, ` +
        formatBytes(valueBytes * totals.parameters),
    ],
    ['operations', `${formatShort(totals.macs)} multiply-accumulates an image`],
    [
      'activations',
      `${formatCount(totals.activations)} = ${formatBytes(valueBytes * totals.activations)} an image, in-place layers apart`,
    ],
    ...memoryRows(analysis, network),
  ];
  return table([escapeMarkdown(network.name), `${instances.length} layers`], rows);
}

function memoryRows(analysis: Analysis, network: NetworkAnalysis): string[][] {
  const job = jobMemoryOf(analysis, network);
  if (!job) return [['memory', 'not known while the network has errors']];
  const { parts, training } = job.memory;
  const optimizer = job.optimizer.momentum === 0 ? 'sgd' : `sgd with momentum ${job.optimizer.momentum}`;
  const assumed = job.written ? 'as the job says' : 'no job in this file';
  return [
    ['inference', `${formatBytes(inferenceBytesOf(network))} at most, one image at a time`],
    ['training', `${formatBytes(training)} with batch ${job.batch} and ${optimizer} (${assumed}):`],
    [
      '· activations',
      `${formatBytes(parts.activations)}, and ${formatBytes(parts.activationGradients)} for their gradients`,
    ],
    [
      '· parameters',
      `${formatBytes(parts.parameters)}, ${formatBytes(parts.parameterGradients)} for their gradients, ` +
        `${formatBytes(parts.optimizer)} for the optimizer`,
    ],
    ['· the rest', `${formatBytes(parts.batch)} of images and labels, ${formatBytes(parts.workspace)} of workspace`],
  ];
}
