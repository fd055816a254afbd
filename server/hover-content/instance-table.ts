// The table in the hover of a call with several instances: a column for each of up to three; with more, the values of
// the first and the last.

import type { NetworkAnalysis } from '../../language/index.js';
import { escapeMarkdown } from '../../model/index.js';
import { table } from './markdown.js';

/** Columns of the table; a hover has room for three. */
const maxColumns = 3;

interface InNetwork {
  readonly network: NetworkAnalysis;
}

/** A row of the table; '' where an instance has nothing to show in it. */
export type Row<T> = readonly [label: string, cell: (instance: T) => string];

/** The instances that the table shows. */
export function selectColumns<T>(instances: readonly T[]): readonly T[] {
  return instances.slice(0, maxColumns);
}

/** Markdown; a row is left out where all its cells are empty. */
export function instanceTable<T extends InNetwork>(
  instances: readonly T[],
  pathOf: (instance: T) => string,
  rows: readonly Row<T>[],
): string {
  const shown = selectColumns(instances);
  const oneNetwork = shown.every(({ network }) => network === shown[0].network);
  const headings = shown.map((instance) =>
    escapeMarkdown(oneNetwork ? pathOf(instance) : `${instance.network.name}: ${pathOf(instance)}`),
  );
  const cells = rows.map(([label, cell]) => [label, ...shown.map(cell)]);
  return table(
    ['', ...headings],
    cells.filter(([, ...values]) => values.some((value) => value !== '')),
  );
}

/** Markdown: how many instances the table leaves out, and figures of all from first to last; '' where it shows all. */
export function describeRest<T>(instances: readonly T[], figures: readonly Row<T>[]): string {
  const rest = instances.length - maxColumns;
  if (rest <= 0) return '';
  const ranges = figures.map(([label, figure]) => `${label} ${firstToLast(instances.map(figure))}`);
  return `and ${rest} more, from first to last: ${ranges.join(', ')}. \`cnn summary\` lists them all.`;
}

/** The value that all have in common, else first … last, as in the inlay hints. */
function firstToLast(values: readonly string[]): string {
  const [first] = values;
  return values.every((value) => value === first) ? first : `${first} … ${values.at(-1)}`;
}
