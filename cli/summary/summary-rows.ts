// Lays out the rows of `cnn summary`: layers under their blocks, each block with its sums. A block equal to the
// previous one is a single row, so that ResNet-152 reads like its paper's table.
import {
  formatField,
  type Instance,
  memoryProduct,
  textbookName,
  textbookShape,
  weightsProduct,
  worksInPlace,
} from '../../language/index.js';
import { formatCount, formatShort } from '../../model/index.js';

/** All cells of a row; the table chooses which it shows. */
export interface Row {
  readonly layer: string;
  readonly shape: string;
  readonly memory: string;
  readonly weights: string;
  readonly biases: string;
  readonly buffers: string;
  readonly macs: string;
  readonly field: string;
}

/** The layers of a block or of a named tensor, with nested sections, in order. */
interface Section {
  readonly name: string;
  readonly members: (Instance | Section)[];
}

export function createRows(instances: readonly Instance[]): Row[] {
  return sectionRows(groupBySection(instances), 0);
}

/** Groups layers by their paths, `Stage.2/Bottleneck[3]/conv.2`; an unnamed `[...]` is no section. */
function groupBySection(instances: readonly Instance[]): Section {
  const root: Section = { name: '', members: [] };
  let open = [root];
  for (const instance of instances) {
    const names = instance.layer.path.split('/').slice(0, -1).filter(isNamed);
    let depth = 1;
    while (depth < open.length && open[depth].name === names[depth - 1]) depth++;
    open = open.slice(0, depth);
    for (const name of names.slice(depth - 1)) {
      const section: Section = { name, members: [] };
      open[open.length - 1].members.push(section);
      open.push(section);
    }
    open[open.length - 1].members.push(instance);
  }
  return root;
}

function isNamed(segment: string): boolean {
  return !/^group(\.\d+)?\[\d+\]$/.test(segment);
}

function sectionRows({ members }: Section, depth: number): Row[] {
  const margin = '  '.repeat(depth);
  let before: string | undefined;
  return members.flatMap((member) => {
    if ('layer' in member) {
      before = undefined;
      const row = layerRow(member);
      return [{ ...row, layer: margin + row.layer }];
    }
    const content = describeContent(member);
    const repeated = content === before;
    before = content;
    const row = sumRow(member, repeated ? `${margin}${member.name}, as above` : margin + member.name);
    return repeated ? [row] : [row, ...sectionRows(member, depth + 1)];
  });
}

/** A key that is equal for blocks with the same layers. */
function describeContent(section: Section): string {
  return layersOf(section)
    .map(({ layer, cost }) => `${textbookName(layer.operation)} ${textbookShape(layer.output)} ${cost.weights.product}`)
    .join('\n');
}

function layersOf({ members }: Section): Instance[] {
  return members.flatMap((member) => ('layer' in member ? [member] : layersOf(member)));
}

function sumRow(section: Section, layer: string): Row {
  const layers = layersOf(section);
  const sum = (figure: (instance: Instance) => number) => layers.reduce((total, each) => total + figure(each), 0);
  const last = layers[layers.length - 1];
  return {
    layer,
    shape: textbookShape(last.layer.output),
    memory: formatShort(sum(({ cost, layer: { operation } }) => (worksInPlace(operation) ? 0 : cost.activations))),
    weights: countCell(sum(({ cost }) => cost.weights.count)),
    biases: countCell(sum(({ cost }) => cost.biases)),
    buffers: countCell(sum(({ cost }) => cost.buffers)),
    macs: shortCell(sum(({ cost }) => cost.macs)),
    field: formatField(last.field),
  };
}

function layerRow(instance: Instance): Row {
  const { layer, cost, field, misaligned } = instance;
  const inPlace = worksInPlace(layer.operation);
  return {
    layer: textbookName(layer.operation),
    shape: textbookShape(layer.output),
    memory: inPlace ? 'in place' : memoryProduct(layer.output),
    weights: cost.weights.count === 0 ? '' : weightsProduct(instance),
    biases: countCell(cost.biases),
    buffers: countCell(cost.buffers),
    macs: shortCell(cost.macs),
    field: inPlace ? '' : `${misaligned ? '* ' : ''}${formatField(field)}`,
  };
}

function countCell(count: number): string {
  return count === 0 ? '' : formatCount(count);
}

function shortCell(count: number): string {
  return count === 0 ? '' : formatShort(count);
}
