// The hover on a layer: the textbook's row first, then its figures with the numbers in the formulas.
import {
  describeField,
  findBuiltin,
  formatField,
  type Instance,
  type NetworkAnalysis,
  readArgumentTexts,
  textbookRow,
  worksInPlace,
} from '../../language/index.js';
import {
  escapeMarkdown,
  formatBatch,
  formatBytes,
  formatCount,
  formatOrdinal,
  formatShape,
  valueBytes,
} from '../../model/index.js';
import type { LayerCall, LayerOccurrence } from '../cursor/call-sites.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { computedArguments, defaultArguments } from './arguments.js';
import { formatActivations, operationsCell, parametersCell } from './figures.js';
import { outputFormula } from './formula.js';
import { describeRest, instanceTable, type Row, selectColumns } from './instance-table.js';
import { codeBlock, codeSpan, firstLine, joinSections } from './markdown.js';
import { computing, findJob, isFrozen, planJob } from './memory.js';

/** Markdown. */
export function describeLayer(snapshot: Snapshot, { origin, occurrences }: LayerCall): string {
  const { document, parsed } = snapshot.file;
  const shown = selectColumns(occurrences);
  const { instance } = shown[0];
  const written = readArgumentTexts(parsed, document.offsetAt(origin.start)) ?? new Map<string, string>();
  const documentation = findBuiltin(instance.layer.operation.kind)?.documentation ?? '';
  return joinSections([
    codeBlock(firstLine(document.getText(origin)), 'cnn'),
    occurrences.length === 1 ? describePlace(shown[0]) : `${occurrences.length} instances`,
    codeBlock([...new Set(shown.map((each) => textbookRow(each.instance)))].join('\n')),
    instanceTable(occurrences, ({ instance: { layer } }) => layer.path, tableRows({ snapshot, written })),
    describeRest(occurrences, restFigures(occurrences)),
    defaultArguments(instance, written),
    documentation === '' ? '' : `---\n\n${documentation}`,
  ]);
}

/** `VGG16 · 3rd of 37 layers · 2nd of [..]*2` */
function describePlace({ network, instance }: LayerOccurrence): string {
  const repeats = instance.repeats.map(({ index, count }) => `${formatOrdinal(index)} of ${codeSpan(`[..]*${count}`)}`);
  const place = `${formatOrdinal(instance.layer.id + 1)} of ${network.instances.length} layers`;
  return [escapeMarkdown(network.name), place, ...repeats].join(' · ');
}

/** What the table's cells are made from beside the instance. */
interface Context {
  readonly snapshot: Snapshot;
  /** The call's arguments as written, by parameter. */
  readonly written: ReadonlyMap<string, string>;
}

function tableRows({ snapshot, written }: Context): Row<LayerOccurrence>[] {
  return [
    ['arguments', ({ instance }) => computedArguments(instance, written)],
    ['output', ({ network, instance }) => outputFormula(instance, inputShape(network, instance))],
    ['activations', ({ instance }) => activations(instance)],
    ['parameters', (occurrence) => parameters(snapshot, occurrence)],
    ['operations', ({ network, instance }) => operationsCell(instance.cost.macs, network.totals.macs)],
    ['receptive field', ({ instance }) => receptiveField(instance)],
    ['this job', (occurrence) => thisJob(snapshot, occurrence)],
  ];
}

/** Figures of all instances where there are more than the table shows. */
function restFigures(occurrences: readonly LayerOccurrence[]): Row<LayerOccurrence>[] {
  const figures: Row<LayerOccurrence>[] = [
    ['output', ({ instance }) => formatShape(instance.layer.output)],
    ['receptive field', ({ instance }) => formatField(instance.field)],
  ];
  const hasWeights = occurrences.some(({ instance }) => instance.cost.weights.count > 0);
  return hasWeights ? [...figures, ['weights', ({ instance }) => formatCount(instance.cost.weights.count)]] : figures;
}

function inputShape(network: NetworkAnalysis, instance: Instance) {
  const [input] = instance.layer.inputs;
  return input === undefined ? undefined : network.instances[input].layer.output;
}

function activations({ cost, layer }: Instance): string {
  const note = worksInPlace(layer.operation)
    ? 'not counted: the layer works in place'
    : `${formatBytes(2 * valueBytes * cost.activations)} with their gradients`;
  return `${formatActivations(cost.activations)}, ${note}`;
}

function parameters(snapshot: Snapshot, { network, instance }: LayerOccurrence): string {
  const { weights, biases, buffers } = instance.cost;
  const job = findJob(snapshot.analysis, network);
  const learned = isFrozen(job, instance.layer) ? 0 : weights.count + biases;
  return parametersCell({ weights: weights.count, biases, buffers, learned }, job.optimizer);
}

function receptiveField({ field, misaligned }: Instance): string {
  const note = misaligned ? '; its branches are not centred on the same pixels' : '';
  return describeField(field) + note;
}

function thisJob(snapshot: Snapshot, { network, instance }: LayerOccurrence): string {
  const figures = planJob(snapshot, network);
  if (!figures?.written) return '';
  if (!figures.memory) return `its memory is ${computing}`;
  const { batch } = figures.job;
  const { microBatches } = figures.memory;
  const { planner } = snapshot;
  const own = formatBytes((2 * valueBytes * instance.cost.activations * batch) / microBatches);
  const step = formatBytes(figures.memory.training);
  const target = planner.adapter ? `, planned for ${escapeMarkdown(planner.plannedFor)}` : '';
  return `${formatBatch(batch, microBatches)}: ${own} with gradients; the whole step takes ${step}${target}`;
}
