// The hover on a layer: the textbook's row first, then the questions people ask, with the numbers in the formulas.
// A layer in a repeat or a block has several instances: up to three stand side by side.
import {
  type Analysis,
  formatBytes,
  formatCount,
  formatOrdinal,
  formatPair,
  formatShare,
  formatShort,
  textbookRow,
  valueBytes,
  worksInPlace,
} from '../../language/index.js';
import type { Occurrence, Place } from '../places.js';
import { outputFormula } from './formula.js';
import { codeBlock, codeSpan, escapeMarkdown, firstLine, table } from './markdown.js';
import { jobMemoryOf } from './memory.js';

const mostColumns = 3;

/** Markdown; `source` is the call as written, `documentation` the built-in's paragraph where there is one. */
export function layerHover(analysis: Analysis, place: Place, source: string, documentation: string): string {
  const shown = place.occurrences.slice(0, mostColumns);
  const rest = place.occurrences.length - shown.length;
  return [
    codeBlock(firstLine(source), 'cnn'),
    shown.length === 1 ? whereabouts(shown[0]) : `${place.occurrences.length} instances`,
    codeBlock([...new Set(shown.map(({ instance }) => textbookRow(instance)))].join('\n')),
    table(headings(shown), rowsOf(analysis, shown)),
    rest > 0 ? `and ${rest} more: \`cnn summary\` lists every one.` : '',
    documentation === '' ? '' : `---\n\n${documentation}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `VGG16 · 3rd of 37 layers · 2nd of [..]*2` */
function whereabouts({ network, instance }: Occurrence): string {
  const repeats = instance.repeats.map(({ index, count }) => `${formatOrdinal(index)} of ${codeSpan(`[..]*${count}`)}`);
  const place = `${formatOrdinal(instance.layer.id + 1)} of ${network.instances.length} layers`;
  return [escapeMarkdown(network.name), place, ...repeats].join(' · ');
}

function headings(shown: readonly Occurrence[]): string[] {
  const oneNetwork = shown.every(({ network }) => network === shown[0].network);
  const name = ({ network, instance }: Occurrence) =>
    escapeMarkdown(oneNetwork ? instance.layer.path : `${network.name}: ${instance.layer.path}`);
  return ['', ...shown.map(name)];
}

type Row = readonly [label: string, cell: (analysis: Analysis, occurrence: Occurrence) => string];

/** A row is left out where no instance has anything to say in it. */
const rows: readonly Row[] = [
  ['output', (_, { network, instance }) => outputFormula(instance, inputOf(network, instance))],
  ['activations', (_, { instance }) => activations(instance)],
  ['parameters', parameters],
  ['operations', operations],
  ['receptive field', (_, { instance }) => receptiveField(instance)],
  ['this job', thisJob],
];

function rowsOf(analysis: Analysis, shown: readonly Occurrence[]): string[][] {
  return rows
    .map(([label, cell]) => [label, ...shown.map((occurrence) => cell(analysis, occurrence))])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ''));
}

function inputOf(network: Occurrence['network'], instance: Occurrence['instance']) {
  const [input] = instance.layer.inputs;
  return input === undefined ? undefined : network.instances[input].layer.output;
}

function activations({ cost, layer }: Occurrence['instance']): string {
  const bytes = valueBytes * cost.activations;
  if (worksInPlace(layer.operation)) {
    return `${formatCount(cost.activations)} = ${formatBytes(bytes)} an image, not counted: it can work in place`;
  }
  return `${formatCount(cost.activations)} = ${formatBytes(bytes)} an image, ${formatBytes(2 * bytes)} with their gradients`;
}

function parameters(analysis: Analysis, { network, instance }: Occurrence): string {
  const { weights, biases } = instance.cost;
  const count = weights.count + biases;
  if (count === 0) return '';
  const momentum = jobMemoryOf(analysis, network)?.optimizer.momentum ?? 0;
  const kept = momentum === 0 ? 'with gradients' : 'with gradients and momentum';
  const bytes = valueBytes * count;
  return (
    `${formatCount(weights.count)} weights + ${formatCount(biases)} biases = ${formatBytes(bytes)}, ` +
    `${formatBytes((momentum === 0 ? 2 : 3) * bytes)} ${kept}`
  );
}

function operations(_: Analysis, { network, instance }: Occurrence): string {
  const { macs } = instance.cost;
  if (macs === 0) return '';
  return `${formatShort(macs)} multiply-accumulates, ${formatShare(macs, network.totals.macs)} of the network`;
}

function receptiveField({ field }: Occurrence['instance']): string {
  const size = `${field.size[0]}x${field.size[1]}`;
  const start = field.start[0] === field.start[1] ? `${field.start[0]}` : `(${field.start.join(', ')})`;
  return `${size}, stride ${formatPair(field.stride)}, first centre at ${start}`;
}

function thisJob(analysis: Analysis, { network, instance }: Occurrence): string {
  const job = jobMemoryOf(analysis, network);
  if (!job?.written) return '';
  const bytes = 2 * valueBytes * instance.cost.activations * job.batch;
  return `batch ${job.batch}: ${formatBytes(bytes)} with gradients; the whole step holds ${formatBytes(job.memory.training)}`;
}
