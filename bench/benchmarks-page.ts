// Writes the tables of docs/benchmarks.md, between its two marks, from the figures of a run.
import { goalRows } from './goals.js';
import { benchNetworks } from './networks.js';
import { replaceBetweenMarks } from './pages.js';
import { headings, notesOf, rowsOf } from './report.js';
import type { Results } from './results.js';
import { figure, markdownTable } from './text.js';

export function writePage(root: URL, results: Results): void {
  replaceBetweenMarks(new URL('docs/benchmarks.md', root), figuresText(results));
}

/** In Markdown: the machine, then a section for each place with a table for each network. */
export function figuresText(results: Results): string {
  const { machine, date, places, cases } = results;
  const lines = [`Measured on ${date.slice(0, 10)}: ${machine}.`, ''];
  const reached = goalRows(results, figure);
  if (reached.length > 0) {
    const heads = ['where', 'network', 'Receptive', 'goal', 'measured', 'reached'];
    lines.push('## The goals', '', ...markdownTable([heads, ...reached]), '');
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
      lines.push(`**${network.graph.name}**, batch ${network.batch}`, '', ...markdownTable([headings, ...rows]), '');
      for (const note of notesOf(network, place, cases)) lines.push(note.replace(/^\*/, '\\*'), '');
    }
  }
  return lines.join('\n');
}
