// The hover on a block's name: its signature, what one use costs, and where it is used.
import { type Analysis, worksInPlace } from '../../language/index.js';
import { formatBytes, formatCount, formatPair, formatShape, type TrainingJob, valueBytes } from '../../model/index.js';
import type { BlockUse } from '../cursor/call-sites.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { common, fieldCell, operationsCell, parametersCell } from './figures.js';
import { codeBlock, escapeMarkdown, table } from './markdown.js';
import { findJob, isFrozen } from './memory.js';

const maxColumns = 3;
const maxPlaces = 5;

/** Markdown; `uses` are those to describe: all, or those of one call. */
export function describeBlock({ analysis, symbols }: Snapshot, name: string, uses: readonly BlockUse[]): string {
  const shown = uses.slice(0, maxColumns);
  // Absent where an imported file was closed or deleted meanwhile.
  const declaration = symbols.blocks.find((block) => block.name === name);
  return [
    codeBlock(`block ${declaration?.signature ?? name}`, 'cnn'),
    escapeMarkdown(declaration?.documentation ?? ''),
    shown.length === 0 ? 'Not used in a network.' : table(headings(shown), tableRows(analysis, shown)),
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

function tableRows(analysis: Analysis, shown: readonly BlockUse[]): string[][] {
  const figures = shown.map(sumCosts);
  const row = (label: string, cell: (use: BlockUse, index: number) => string) => [label, ...shown.map(cell)];
  return [
    row(
      'output',
      (use, index) =>
        `${outputShape(use, use.block.given)} to ${outputShape(use, use.block.result)}, ${figures[index].layers} layers`,
    ),
    row('activations', (_, index) => {
      const { activations } = figures[index];
      const bytes = valueBytes * activations;
      return `${formatCount(activations)} = ${formatBytes(bytes)} an image, in-place layers apart`;
    }),
    row('parameters', ({ network }, index) => {
      const job = findJob(analysis, network);
      const learned = countLearned(shown[index], job);
      return parametersCell({ ...figures[index], learned }, job.optimizer);
    }),
    row('operations', ({ network }, index) => operationsCell(figures[index].macs, network.totals.macs)),
    row('receptive field', ({ network, block }) => fieldCell(network.instances[block.result].field)),
  ].filter(([, ...cells]) => cells.some((cell) => cell !== ''));
}

function outputShape({ network }: BlockUse, layer: number): string {
  return formatShape(network.instances[layer].layer.output);
}

/** What one use costs. */
function sumCosts({ network, block }: BlockUse) {
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
function countLearned({ network, block }: BlockUse, job: TrainingJob): number {
  return network.instances
    .slice(block.first, block.end)
    .filter(({ layer }) => !isFrozen(job, layer))
    .reduce((sum, { cost }) => sum + cost.weights.count + cost.biases, 0);
}

/** How many uses there are beyond those shown, with the first and last values of all of them. */
function rangeOfRest(uses: readonly BlockUse[]): string {
  const rest = uses.length - maxColumns;
  if (rest <= 0) return '';
  const shape = common(uses.map((use) => outputShape(use, use.block.result)));
  const field = common(uses.map(({ network, block }) => formatPair(network.instances[block.result].field.size)));
  return `and ${rest} more, from first to last: output ${shape}, field ${field}. \`cnn summary\` lists every one.`;
}

/** `Used 16 times in ResNet50, in lines 20 (4) and 20 (12)`: calls in imported files have no line here. */
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
  const places = sorted.length > maxPlaces ? `${sorted.slice(0, maxPlaces).join(', ')}, …` : sorted.join(', ');
  const called = sorted.length === 0 ? '' : `; called in ${sorted.length === 1 ? 'line' : 'lines'} ${places}`;
  const named = byNetwork.length > maxPlaces ? [...byNetwork.slice(0, maxPlaces), '…'] : byNetwork;
  return `Used ${named.join(', ').replace(/\b1 times/g, 'once')}${called}.`;
}
