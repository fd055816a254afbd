// The hover on a block's name: its signature, what one use costs, and where it is used.
import { type Analysis, describeField, formatField, type Instance, worksInPlace } from '../../language/index.js';
import { escapeMarkdown, formatCount, formatShape, type TrainingJob } from '../../model/index.js';
import type { BlockUse } from '../cursor/call-sites.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { formatActivations, operationsCell, parametersCell } from './figures.js';
import { describeRest, instanceTable, type Row } from './instance-table.js';
import { codeBlock, joinSections } from './markdown.js';
import { findJob, isFrozen } from './memory.js';

const maxPlaces = 5;

/** Markdown; `uses` are those to describe: all, or those of one call. */
export function describeBlock({ analysis, symbols }: Snapshot, name: string, uses: readonly BlockUse[]): string {
  // Absent where an imported file was closed or deleted meanwhile.
  const declaration = symbols.blocks.find((block) => block.name === name);
  return joinSections([
    codeBlock(`block ${declaration?.signature ?? name}`, 'cnn'),
    escapeMarkdown(declaration?.documentation ?? ''),
    uses.length === 0 ? 'Not used in a network.' : instanceTable(uses, ({ block }) => block.path, tableRows(analysis)),
    describeRest(uses, restFigures),
    usedIn(analysis, name),
  ]);
}

function tableRows(analysis: Analysis): Row<BlockUse>[] {
  return [
    ['output', (use) => `${shapeAt(use, use.block.given)} to ${resultShape(use)}, ${countLayers(use)} layers`],
    ['activations', (use) => `${formatActivations(sumCosts(use).activations)}, without layers that work in place`],
    [
      'parameters',
      (use) => {
        const job = findJob(analysis, use.network);
        return parametersCell({ ...sumCosts(use), learned: countLearned(use, job) }, job.optimizer);
      },
    ],
    ['operations', (use) => operationsCell(sumCosts(use).macs, use.network.totals.macs)],
    ['receptive field', (use) => describeField(resultOf(use).field)],
  ];
}

/** Figures of all uses where there are more than the table shows. */
const restFigures: readonly Row<BlockUse>[] = [
  ['output', resultShape],
  ['receptive field', (use) => formatField(resultOf(use).field)],
];

function resultOf({ network, block }: BlockUse): Instance {
  return network.instances[block.result];
}

function resultShape(use: BlockUse): string {
  return formatShape(resultOf(use).layer.output);
}

function shapeAt({ network }: BlockUse, layer: number): string {
  return formatShape(network.instances[layer].layer.output);
}

function countLayers({ block }: BlockUse): number {
  return block.end - block.first;
}

/** What one use costs. */
function sumCosts({ network, block }: BlockUse) {
  const sum = { activations: 0, weights: 0, biases: 0, buffers: 0, macs: 0 };
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
