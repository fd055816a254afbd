// Formats `cnn summary` like the textbook's table: a row for each layer, totals, and memory by its sources.
import { auxiliaryOf, type NetworkAnalysis, patternOf } from '../../language/index.js';
import {
  escapeTerminal,
  formatBatch,
  formatBytes,
  formatCount,
  formatOptimizer,
  formatShort,
  valueBytes,
} from '../../model/index.js';
import { describePlannedAdapter, formatF16Bytes } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import type { NetworkSummary } from './summarise.js';
import { createRows, type Row } from './summary-rows.js';
import { type Column, tableText } from './table.js';

const columns: readonly (Column & { readonly cell: keyof Row })[] = [
  { cell: 'layer', heading: 'layer', alignment: 'left' },
  { cell: 'shape', heading: 'shape', alignment: 'left' },
  { cell: 'memory', heading: 'memory', alignment: 'left' },
  { cell: 'weights', heading: 'weights', alignment: 'left' },
  { cell: 'biases', heading: 'biases', alignment: 'right' },
  { cell: 'buffers', heading: 'buffers', alignment: 'right' },
  { cell: 'macs', heading: 'MACs', alignment: 'right' },
  { cell: 'field', heading: 'field', alignment: 'right' },
];

export function summaryText(summary: NetworkSummary): string {
  const { network } = summary;
  const shown = columns.filter(({ cell }) => cell !== 'buffers' || network.totals.buffers > 0);
  const rows = [...createRows(network.instances), totalRow(network)].map((row) => shown.map(({ cell }) => row[cell]));
  const pattern = patternOf(network.graph);
  // A network without a name has that of its file.
  const name = escapeTerminal(network.name);
  const title = pattern === undefined ? [name] : [name, ...wrapped(pattern)];
  return `${title.join('\n')}\n\n${tableText(shown, rows)}\n${totalsText(network)}${memoryText(summary)}`;
}

/** Breaks a pattern into lines of up to a hundred columns, each but the last ending with an arrow. */
function wrapped(pattern: string): string[] {
  const lines = [''];
  for (const step of pattern.split(/(?<= -> )/)) {
    if (lines[lines.length - 1].length + step.length > 100) lines.push('');
    lines[lines.length - 1] += step;
  }
  return lines.map((line) => line.trimEnd());
}

function totalRow({ totals }: NetworkAnalysis): Row {
  const { activations, weights, biases, buffers, macs } = totals;
  return {
    layer: 'total',
    shape: '',
    memory: formatShort(activations),
    weights: formatCount(weights),
    biases: formatCount(biases),
    buffers: formatCount(buffers),
    macs: formatShort(macs),
    field: '',
  };
}

function totalsText(network: NetworkAnalysis): string {
  const { parameters, weights, biases, buffers, activations, macs } = network.totals;
  const auxiliary = auxiliaryOf(network);
  const lines = [
    `${formatCount(parameters)} parameters (${formatCount(weights)} weights, ${formatCount(biases)} biases), ` +
      `${formatBytes(valueBytes * parameters)}`,
    `${formatCount(activations)} activations per image, ${formatBytes(valueBytes * activations)}`,
    `${formatCount(macs)} multiply-accumulates (MACs) per image: ${formatShort(2 * macs)} FLOPs, two for each`,
  ];
  if (buffers > 0)
    lines.push(`${formatCount(buffers)} buffers: running means and variances, used for inference and not learned`);
  if (auxiliary.layers > 0) {
    lines.push(
      `${formatCount(auxiliary.parameters)} of the parameters and ${formatCount(auxiliary.macs)} of the MACs ` +
        'belong to auxiliary outputs only:',
      `without them the network has ${formatCount(parameters - auxiliary.parameters)} parameters and ` +
        `${formatCount(macs - auxiliary.macs)} MACs`,
    );
  }
  if (network.instances.some(({ misaligned }) => misaligned)) {
    lines.push(
      '* a join whose branches see the input on different grids: the joined units are not centred on the same pixels',
    );
  }
  return `${lines.join('\n')}\n`;
}

function memoryText({ batch, optimizer, assumed, adapter, memory, checkpointed, halved }: NetworkSummary): string {
  if (!memory || checkpointed === undefined || halved === undefined)
    return '\nMemory is unknown while the network has errors.\n';
  const { inference, training, parts, microBatches } = memory;
  const images = batch === 1 ? '1 image' : `${formatCount(batch)} images`;
  const inParts = microBatches > 1 ? ` (${formatBatch(batch, microBatches)})` : '';
  const buffers = parts.buffers > 0 ? `, ${formatBytes(parts.buffers)} of buffers` : '';
  const gradients = formatBytes(parts.activationGradients);
  return [
    '',
    `memory for a batch of ${images} and ${formatOptimizer(optimizer)} (${assumed}):`,
    `  inference   ${formatBytes(inference)}`,
    `  training    ${formatBytes(training)}${inParts}, of which`,
    `    activations  ${formatBytes(parts.activations)}, and ${gradients} for their gradients`,
    `    parameters   ${formatBytes(parts.parameters)}, ${formatBytes(parts.parameterGradients)} for their ` +
      `gradients, ${formatBytes(parts.optimizer)} for the optimizer`,
    `    the rest     ${formatBytes(parts.batch)} of images and labels, ` +
      `${formatBytes(parts.workspace)} of workspace${buffers}`,
    `  checkpointed  ${formatBytes(checkpointed)}: training that recomputes most activations in the backward pass`,
    `  with f16    ${formatF16Bytes(halved, adapter)}`,
    `  planned for ${describePlannedAdapter(adapter)}`,
    '',
  ].join('\n');
}
