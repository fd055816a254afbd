// The hover on a block's name: how it is called, what one use costs, and where it is used.

import { type Analysis, type BlockDeclaration, worksInPlace } from '../../../language/index.js';
import {
  formatBytes,
  formatCount,
  formatPair,
  formatShape,
  type TrainingJob,
  valueBytes,
} from '../../../model/index.js';
import type { BlockUse } from '../places.js';
import { common, fieldCell, operationsCell, parametersCell } from './figures.js';
import { codeBlock, escapeMarkdown, table } from './markdown.js';
import { isFrozen, jobOf } from './memory.js';

const mostColumns = 3;
const mostPlaces = 5;

/**
 * Markdown; `uses` are those meant: all, or those of one call. `declaration` is absent where its file is not at hand.
 */
export function blockHover(
  analysis: Analysis,
  name: string,
  uses: readonly BlockUse[],
  declaration: BlockDeclaration | undefined,
): string {
  const shown = uses.slice(0, mostColumns);
  return [
    codeBlock(`block ${declaration?.signature ?? name}`, 'cnn'),
    escapeMarkdown(declaration?.documentation ?? ''),
    shown.length === 0 ? 'Not used in a network.' : table(headings(shown), rowsOf(analysis, shown)),
    rangeOfRest(uses),
    usedIn(analysis, name),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headings(shown: readonly BlockUse[]): string[] {
  const oneNetwork = shown.every(({ network }) => network === shown[0].network);
  return [
    '',
    ...shown.map(({ network, block }) => escapeMarkdown(oneNetwork ? block.path : `${network.name}: ${block.path}`)),
  ];
}

function rowsOf(analysis: Analysis, shown: readonly BlockUse[]): string[][] {
  const figures = shown.map(figuresOf);
  const row = (label: string, cell: (use: BlockUse, index: number) => string) => [label, ...shown.map(cell)];
  return [
    row(
      'output',
      (use, index) =>
        `${shapeOf(use, use.block.given)} to ${shapeOf(use, use.block.result)}, ${figures[index].layers} layers`,
    ),
    row('activations', (_, index) => {
      const { activations } = figures[index];
      const bytes = valueBytes * activations;
      return `${formatCount(activations)} = ${formatBytes(bytes)} an image, in-place layers apart`;
    }),
    row('parameters', ({ network }, index) => {
      const job = jobOf(analysis, network);
      const learned = learnedIn(shown[index], job);
      return parametersCell({ ...figures[index], learned }, job.optimizer);
    }),
    row('operations', ({ network }, index) => operationsCell(figures[index].macs, network.totals.macs)),
    row('receptive field', ({ network, block }) => fieldCell(network.instances[block.result].field)),
  ].filter(([, ...cells]) => cells.some((cell) => cell !== ''));
}

function shapeOf({ network }: BlockUse, layer: number): string {
  return formatShape(network.instances[layer].layer.output);
}

/** What one use costs. */
function figuresOf({ network, block }: BlockUse) {
  const sum = { layers: block.end - block.first, activations: 0, weights: 0, biases: 0, buffers: 0, macs: 0 };
  for (const { layer, cost } of network.instances.slice(block.first, block.end)) {
    if (!worksInPlace(layer.operation)) sum.activations += cost.activations;
    sum.weights += cost.weights.count;
    sum.biases += cost.biases;
    sum.buffers += cost.buffers;
    sum.macs += cost.macs;
  }
  return sum;
}

/** Parameters of one use that the job does not freeze. */
function learnedIn({ network, block }: BlockUse, job: TrainingJob): number {
  return network.instances
    .slice(block.first, block.end)
    .filter(({ layer }) => !isFrozen(job, layer))
    .reduce((sum, { cost }) => sum + cost.weights.count + cost.biases, 0);
}

/** How many uses there are beyond those shown, and between what all of them lie. */
function rangeOfRest(uses: readonly BlockUse[]): string {
  const rest = uses.length - mostColumns;
  if (rest <= 0) return '';
  const shape = common(uses.map((use) => shapeOf(use, use.block.result)));
  const field = common(uses.map(({ network, block }) => formatPair(network.instances[block.result].field.size)));
  return `and ${rest} more, from first to last: output ${shape}, field ${field}. \`cnn summary\` lists every one.`;
}

/** `Used 16 times in ResNet50, in lines 20 (4) and 20 (12)`; calls that stand in imported files are not this text's. */
function usedIn({ networks }: Analysis, name: string): string {
  const byNetwork = networks.flatMap((network) => {
    const count = network.blocks.filter(({ block }) => block === name).length;
    return count === 0 ? [] : [`${formatCount(count)} times in ${escapeMarkdown(network.name)}`];
  });
  if (byNetwork.length === 0) return '';
  const lines = new Set(
    networks.flatMap(({ blocks }) =>
      blocks.flatMap(({ block, file, origin }) =>
        block === name && file === undefined ? [origin.start.line + 1] : [],
      ),
    ),
  );
  const sorted = [...lines].sort((a, b) => a - b);
  const places = sorted.length > mostPlaces ? `${sorted.slice(0, mostPlaces).join(', ')}, …` : sorted.join(', ');
  const called = sorted.length === 0 ? '' : `; called in ${sorted.length === 1 ? 'line' : 'lines'} ${places}`;
  const named = byNetwork.length > mostPlaces ? [...byNetwork.slice(0, mostPlaces), '…'] : byNetwork;
  return `Used ${named.join(', ').replace(/\b1 times/g, 'once')}${called}.`;
}
