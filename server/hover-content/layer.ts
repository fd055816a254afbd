// The hover on a layer: the textbook's row first, then its figures with the numbers in the formulas. A layer in a repeat
// or a block has several instances: up to three are shown side by side.
import {
  findBuiltin,
  type Instance,
  type NetworkAnalysis,
  readArgumentTexts,
  textbookRow,
  worksInPlace,
} from '../../language/index.js';
import {
  formatBatch,
  formatBytes,
  formatCount,
  formatOrdinal,
  formatPair,
  formatShape,
  valueBytes,
} from '../../model/index.js';
import type { LayerCall, LayerOccurrence } from '../cursor/call-sites.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { computedArguments, defaultArguments } from './arguments.js';
import { common, fieldCell, operationsCell, parametersCell } from './figures.js';
import { outputFormula } from './formula.js';
import { codeBlock, codeSpan, escapeMarkdown, firstLine, table } from './markdown.js';
import { findJob, isFrozen, planJob } from './memory.js';

const maxColumns = 3;

/** Markdown. */
export function describeLayer(snapshot: Snapshot, { origin, occurrences }: LayerCall): string {
  const { document, parsed } = snapshot.file;
  const shown = occurrences.slice(0, maxColumns);
  const { instance } = shown[0];
  const written = readArgumentTexts(parsed, document.offsetAt(origin.start)) ?? new Map<string, string>();
  const documentation = findBuiltin(instance.layer.operation.kind)?.documentation ?? '';
  return [
    codeBlock(firstLine(document.getText(origin)), 'cnn'),
    occurrences.length === 1 ? describePlace(shown[0]) : `${occurrences.length} instances`,
    codeBlock([...new Set(shown.map((each) => textbookRow(each.instance)))].join('\n')),
    table(headings(shown), tableRows({ snapshot, written }, shown)),
    rangeOfRest(occurrences),
    defaultArguments(instance, written),
    documentation === '' ? '' : `---\n\n${documentation}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** How many instances there are beyond those shown, with the first and last values of all of them. */
function rangeOfRest(occurrences: readonly LayerOccurrence[]): string {
  const rest = occurrences.length - maxColumns;
  if (rest <= 0) return '';
  const figure = (label: string, figureOf: (occurrence: LayerOccurrence) => string) =>
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
function describePlace({ network, instance }: LayerOccurrence): string {
  const repeats = instance.repeats.map(({ index, count }) => `${formatOrdinal(index)} of ${codeSpan(`[..]*${count}`)}`);
  const place = `${formatOrdinal(instance.layer.id + 1)} of ${network.instances.length} layers`;
  return [escapeMarkdown(network.name), place, ...repeats].join(' · ');
}

function headings(shown: readonly LayerOccurrence[]): string[] {
  const oneNetwork = shown.every(({ network }) => network === shown[0].network);
  const name = ({ network, instance }: LayerOccurrence) =>
    escapeMarkdown(oneNetwork ? instance.layer.path : `${network.name}: ${instance.layer.path}`);
  return ['', ...shown.map(name)];
}

/** What a cell is made from beside the instance. */
interface Context {
  readonly snapshot: Snapshot;
  /** The call's arguments as written, by parameter. */
  readonly written: ReadonlyMap<string, string>;
}

type Row = readonly [label: string, cell: (context: Context, occurrence: LayerOccurrence) => string];

/** A row is left out where its cells are empty for all instances. */
const rows: readonly Row[] = [
  ['given', ({ written }, { instance }) => computedArguments(instance, written)],
  ['output', (_, { network, instance }) => outputFormula(instance, inputShape(network, instance))],
  ['activations', (_, { instance }) => activations(instance)],
  ['parameters', parameters],
  ['operations', (_, { network, instance }) => operationsCell(instance.cost.macs, network.totals.macs)],
  ['receptive field', (_, { instance }) => receptiveField(instance)],
  ['this job', thisJob],
];

function tableRows(context: Context, shown: readonly LayerOccurrence[]): string[][] {
  return rows
    .map(([label, cell]) => [label, ...shown.map((occurrence) => cell(context, occurrence))])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ''));
}

function inputShape(network: NetworkAnalysis, instance: Instance) {
  const [input] = instance.layer.inputs;
  return input === undefined ? undefined : network.instances[input].layer.output;
}

function activations({ cost, layer }: Instance): string {
  const bytes = valueBytes * cost.activations;
  if (worksInPlace(layer.operation)) {
    return `${formatCount(cost.activations)} = ${formatBytes(bytes)} an image, not counted: it can work in place`;
  }
  return `${formatCount(cost.activations)} = ${formatBytes(bytes)} an image, ${formatBytes(2 * bytes)} with their gradients`;
}

function parameters({ snapshot }: Context, { network, instance }: LayerOccurrence): string {
  const { weights, biases, buffers } = instance.cost;
  const job = findJob(snapshot.analysis, network);
  const learned = isFrozen(job, instance.layer) ? 0 : weights.count + biases;
  return parametersCell({ weights: weights.count, biases, buffers, learned }, job.optimizer);
}

function receptiveField({ field, misaligned }: Instance): string {
  const note = misaligned ? '; its branches see the input on different grids' : '';
  return fieldCell(field) + note;
}

function thisJob({ snapshot }: Context, { network, instance }: LayerOccurrence): string {
  const figures = planJob(snapshot, network);
  if (!figures?.written) return '';
  const { batch } = figures.job;
  const { batchParts } = figures.memory;
  const { planner } = snapshot;
  const bytes = (2 * valueBytes * instance.cost.activations * batch) / batchParts;
  return (
    `${formatBatch(batch, batchParts)}: ${formatBytes(bytes)} with gradients; the whole step holds ` +
    `${formatBytes(figures.memory.training)}${planner.adapter ? `, planned for ${escapeMarkdown(planner.plannedFor)}` : ''}`
  );
}
