// The hover on a layer: the textbook's row first, then the questions people ask, with the numbers in the formulas.
// A layer in a repeat or a block has several instances: up to three stand side by side.

import { type Analysis, textbookRow, worksInPlace } from '../../../language/index.js';
import {
  formatBatch,
  formatBytes,
  formatCount,
  formatOrdinal,
  formatPair,
  formatShape,
  valueBytes,
} from '../../../model/index.js';
import type { Planner } from '../../workspace/planned-memory.js';
import type { Occurrence, Place } from '../places.js';
import { computedArguments, defaultArguments } from './arguments.js';
import { common, fieldCell, operationsCell, parametersCell } from './figures.js';
import { outputFormula } from './formula.js';
import { codeBlock, codeSpan, escapeMarkdown, firstLine, table } from './markdown.js';
import { isFrozen, jobMemoryOf, jobOf } from './memory.js';

const mostColumns = 3;

/** What the text says of a layer's call. */
export interface WrittenLayer {
  /** The call as written. */
  readonly source: string;
  /** Its arguments as written, by parameter. */
  readonly arguments: ReadonlyMap<string, string>;
  /** The built-in's paragraph; '' where there is none. */
  readonly documentation: string;
}

/** Markdown. */
export function layerHover(
  analysis: Analysis,
  { occurrences }: Place,
  written: WrittenLayer,
  planner: Planner,
): string {
  const { source, documentation } = written;
  const shown = occurrences.slice(0, mostColumns);
  return [
    codeBlock(firstLine(source), 'cnn'),
    occurrences.length === 1 ? whereabouts(shown[0]) : `${occurrences.length} instances`,
    codeBlock([...new Set(shown.map(({ instance }) => textbookRow(instance)))].join('\n')),
    table(headings(shown), rowsOf({ analysis, written, planner }, shown)),
    rangeOfRest(occurrences),
    defaultArguments(shown[0].instance, written.arguments),
    documentation === '' ? '' : `---\n\n${documentation}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** How many instances there are beyond those shown, and between what all of them lie. */
function rangeOfRest(occurrences: readonly Occurrence[]): string {
  const rest = occurrences.length - mostColumns;
  if (rest <= 0) return '';
  const figure = (label: string, figureOf: (occurrence: Occurrence) => string) =>
    `${label} ${common(occurrences.map(figureOf))}`;
  const figures = [
    figure('output', ({ instance }) => formatShape(instance.layer.output)),
    figure('field', ({ instance }) => formatPair(instance.field.size)),
  ];
  if (occurrences.some(({ instance }) => instance.cost.weights.count > 0)) {
    figures.push(figure('weights', ({ instance }) => formatCount(instance.cost.weights.count)));
  }
  return `and ${rest} more, from first to last: ${figures.join(', ')}. \`cnn summary\` lists every one.`;
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

/** What a cell is made from beside the instance. */
interface Given {
  readonly analysis: Analysis;
  readonly written: WrittenLayer;
  readonly planner: Planner;
}

type Row = readonly [label: string, cell: (given: Given, occurrence: Occurrence) => string];

/** A row is left out where no instance has anything to say in it. */
const rows: readonly Row[] = [
  ['given', ({ written }, { instance }) => computedArguments(instance, written.arguments)],
  ['output', (_, { network, instance }) => outputFormula(instance, inputOf(network, instance))],
  ['activations', (_, { instance }) => activations(instance)],
  ['parameters', parameters],
  ['operations', (_, { network, instance }) => operationsCell(instance.cost.macs, network.totals.macs)],
  ['receptive field', (_, { instance }) => receptiveField(instance)],
  ['this job', thisJob],
];

function rowsOf(given: Given, shown: readonly Occurrence[]): string[][] {
  return rows
    .map(([label, cell]) => [label, ...shown.map((occurrence) => cell(given, occurrence))])
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

function parameters({ analysis }: Given, { network, instance }: Occurrence): string {
  const { weights, biases, buffers } = instance.cost;
  const job = jobOf(analysis, network);
  const learned = isFrozen(job, instance.layer) ? 0 : weights.count + biases;
  return parametersCell({ weights: weights.count, biases, buffers, learned }, job.optimizer);
}

function receptiveField({ field, misaligned }: Occurrence['instance']): string {
  const note = misaligned ? '; its branches see the input on different grids' : '';
  return fieldCell(field) + note;
}

function thisJob({ analysis, planner }: Given, { network, instance }: Occurrence): string {
  const figures = jobMemoryOf(analysis, network, planner);
  if (!figures?.written) return '';
  const { batch } = figures.job;
  const { batchParts } = figures.memory;
  const bytes = (2 * valueBytes * instance.cost.activations * batch) / batchParts;
  return (
    `${formatBatch(batch, batchParts)}: ${formatBytes(bytes)} with gradients; the whole step holds ` +
    `${formatBytes(figures.memory.training)}${planner.adapter ? `, planned for ${escapeMarkdown(planner.plannedFor)}` : ''}`
  );
}
