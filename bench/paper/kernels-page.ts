// Writes the tables of docs/kernels.md, between its two marks (`npm run bench -- --paper`).
import { readFileSync } from 'node:fs';
import { parseCnn } from '../../language/index.js';
import type { Graph } from '../../model/index.js';
import { benchNetworks } from '../networks.js';
import { replaceBetweenMarks } from '../pages.js';
import { figure, markdownTable } from '../text.js';
import { type PaperAdapter, paperAdapters } from './adapters.js';
import { heldThreads, kernelSheet, registersOf, type SheetRow } from './kernel-sheet.js';

/** How many of a step's kernels count as large: those that do most of it. */
const large = 10;

export function writeKernelsPage(root: URL): void {
  const [lenet5, cifarSmall] = benchNetworks();
  const resnet = parseCnn(readFileSync(new URL('examples/resnet.cnn', root), 'utf8'), 'resnet');
  const resnet50 = resnet.networks.find(({ graph }) => graph.name === 'ResNet50')!.graph;
  const sections = [lenet5, cifarSmall, { graph: resnet50, batch: 32 }].map(({ graph, batch }) =>
    section(graph, batch),
  );
  replaceBetweenMarks(new URL('docs/kernels.md', root), sections.join('\n'));
}

/** One table where all adapters take the same kernels, else one for each. */
export function section(graph: Graph, batch: number): string {
  const sheets = paperAdapters.map((adapter) => ({ adapters: [adapter], rows: kernelSheet(graph, batch, adapter) }));
  const same = sheets.every(({ rows }) => JSON.stringify(rows) === JSON.stringify(sheets[0].rows));
  const tables = same ? [{ adapters: paperAdapters, rows: sheets[0].rows }] : sheets;
  const lines = [`## ${graph.name}, batch ${batch}`, ''];
  for (const { adapters, rows } of tables) {
    lines.push(...markdownTable([headings(adapters), ...rows.slice(0, large).map((row) => cells(row, adapters))]), '');
  }
  for (const adapter of paperAdapters) {
    const rows = sheets.find(({ adapters }) => adapters[0] === adapter)!.rows;
    const seconds = rows.reduce((sum, row) => sum + row.count * leastSeconds(row, adapter).seconds, 0);
    lines.push(`- ${adapter.name}: all matrix products of a step take ${figure(1e3 * seconds)} ms at the very least.`);
  }
  return `${lines.join('\n')}\n`;
}

const headings = (adapters: readonly PaperAdapter[]) => [
  'kernel',
  'times',
  'MFLOP',
  'MB',
  'FLOP/byte',
  'sums of a thread',
  'threads',
  ...adapters.flatMap(({ name }) => [`${name}: ms at best`, 'held', 'filled']),
];

function cells(
  { label, count, operations, bytes, tile, threads, ...row }: SheetRow,
  adapters: readonly PaperAdapter[],
) {
  const held = (adapter: PaperAdapter) => heldThreads(tile, adapter);
  return [
    label,
    `${count}`,
    figure(operations / 1e6),
    figure(bytes / 1e6),
    figure(operations / bytes),
    `${tile.extents.join('x')}${tile.sharing === 'none' ? '' : `, ${tile.sharing}`}`,
    threads.toLocaleString('en-US'),
    ...adapters.flatMap((adapter) => {
      const { seconds, bound } = leastSeconds({ label, count, operations, bytes, tile, threads, ...row }, adapter);
      return [
        `${figure(1e3 * seconds)} ${bound}`,
        `${percent(held(adapter) / adapter.mostThreads)}${registersOf(tile) > adapter.mostRegisters ? ', spills' : ''}`,
        percent(Math.min(1, threads / held(adapter))),
      ];
    }),
  ];
}

/** The longer of the times its operations and its bytes take at the adapter's peaks. */
function leastSeconds({ operations, bytes }: SheetRow, adapter: PaperAdapter) {
  const [computing, moving] = [operations / adapter.operations, bytes / adapter.bandwidth];
  return computing >= moving ? { seconds: computing, bound: 'c' } : { seconds: moving, bound: 'm' };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
