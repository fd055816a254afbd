// Writes the tables of docs/benchmarks.md, between its two marks, from the figures of a run.
import { readFileSync, writeFileSync } from 'node:fs';
import { goalRows } from './goals.js';
import { benchNetworks } from './networks.js';
import { figure, headings, notesOf, rowsOf } from './report.js';
import type { Results } from './results.js';

const [begin, end] = ['<!-- figures: begin (npm run bench -- --write FILE) -->', '<!-- figures: end -->'];

export function writePage(root: URL, results: Results): void {
  const page = new URL('docs/benchmarks.md', root);
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md lacks the marks ${begin} and ${end}.`);
  writeFileSync(page, `${text.slice(0, from)}${begin}\n\n${figuresText(results)}\n${text.slice(to)}`);
}

/** In Markdown: the machine, then a section for each place with a table for each network. */
export function figuresText(results: Results): string {
  const { machine, date, places, cases } = results;
  const lines = [`Measured on ${date.slice(0, 10)}: ${machine}.`, ''];
  const reached = goalRows(results, figure);
  if (reached.length > 0) {
    const heads = ['where', 'network', 'Receptive', 'goal', 'measured', 'reached'];
    lines.push('## The goals', '', ...markdown([heads, ...reached]), '');
  }
  for (const place of places) {
    lines.push(`## ${place.title}`, '');
    if (place.failure) lines.push(`Not measured: ${place.failure}`, '');
    if (place.matmul) {
      lines.push(`Best matrix product: ${(place.matmul.operationsPerSecond / 1e9).toFixed(1)} GFLOP/s.`, '');
    }
    for (const network of benchNetworks()) {
      const rows = rowsOf(network, place, cases);
      if (rows.length === 0) continue;
      lines.push(`**${network.graph.name}**, batch ${network.batch}`, '', ...markdown([headings, ...rows]), '');
      for (const note of notesOf(network, place, cases)) lines.push(note.replace(/^\*/, '\\*'), '');
    }
  }
  return lines.join('\n');
}

function markdown([head, ...rows]: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ').replaceAll('*', '\\*')} |`;
  return [line(head!), line(head!.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)];
}
