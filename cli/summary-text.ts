// The table of `cnn summary`, like the textbook's: a row for each layer, totals, and memory by its three sources.
import {
  formatBytes,
  formatCount,
  formatPair,
  formatShort,
  type Instance,
  memoryProduct,
  type NetworkAnalysis,
  textbookName,
  textbookShape,
  valueBytes,
  weightsProduct,
  worksInPlace,
} from '../language/index.js';
import type { NetworkSummary } from './summarise.js';
import { type Column, tableText } from './table.js';

const columns: readonly Column[] = [
  { heading: 'layer', alignment: 'left' },
  { heading: 'shape', alignment: 'left' },
  { heading: 'memory', alignment: 'left' },
  { heading: 'weights', alignment: 'left' },
  { heading: 'biases', alignment: 'right' },
  { heading: 'MACs', alignment: 'right' },
  { heading: 'field', alignment: 'right' },
];

export function summaryText(summary: NetworkSummary): string {
  const { network } = summary;
  const rows = [...network.instances.map(layerRow), totalRow(network)];
  return `${network.name}\n\n${tableText(columns, rows)}\n${totalsText(network)}${memoryText(summary)}`;
}

function layerRow(instance: Instance): string[] {
  const { layer, cost, field } = instance;
  const inPlace = worksInPlace(layer.operation);
  return [
    textbookName(layer.operation),
    textbookShape(layer.output),
    inPlace ? 'in place' : memoryProduct(layer.output),
    cost.weights.count === 0 ? '' : weightsProduct(instance),
    cost.biases === 0 ? '' : formatCount(cost.biases),
    cost.macs === 0 ? '' : formatShort(cost.macs),
    inPlace ? '' : formatPair(field.size),
  ];
}

function totalRow({ totals }: NetworkAnalysis): string[] {
  const { activations, weights, biases, macs } = totals;
  return ['total', '', formatShort(activations), formatCount(weights), formatCount(biases), formatShort(macs), ''];
}

function totalsText({ totals }: NetworkAnalysis): string {
  const { parameters, weights, biases, activations, macs } = totals;
  return [
    `${formatCount(parameters)} parameters (${formatCount(weights)} weights, ${formatCount(biases)} biases), ` +
      `${formatBytes(valueBytes * parameters)}`,
    `${formatCount(activations)} activations an image, ${formatBytes(valueBytes * activations)}; ` +
      `${formatCount(macs)} multiply-accumulates`,
    '',
  ].join('\n');
}

function memoryText({ batch, optimizer, assumed, memory }: NetworkSummary): string {
  if (!memory) return '\nIts memory is not known while it has errors.\n';
  const { inference, training, parts } = memory;
  const images = batch === 1 ? '1 image' : `${formatCount(batch)} images`;
  const slots = optimizer.momentum === 0 ? 'sgd without momentum' : `sgd with momentum ${optimizer.momentum}`;
  return [
    '',
    `memory for ${images} at once, and ${slots} (${assumed}):`,
    `  inference   ${formatBytes(inference)}`,
    `  training    ${formatBytes(training)}, of which`,
    `    activations  ${formatBytes(parts.activations)}, and ${formatBytes(parts.activationGradients)} for their gradients`,
    `    parameters   ${formatBytes(parts.parameters)}, ${formatBytes(parts.parameterGradients)} for their gradients, ` +
      `${formatBytes(parts.optimizer)} for the optimizer`,
    `    the rest     ${formatBytes(parts.batch)} of images and labels, ${formatBytes(parts.workspace)} of workspace`,
    '',
  ].join('\n');
}
