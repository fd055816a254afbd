// Writes the results into docs/benchmarks.md, between `<!-- begin: ... -->` and `<!-- end -->`.

import { readFileSync, writeFileSync } from 'node:fs';
import { benchNetworks } from '../networks/networks.js';
import { goalRows } from './goals.js';
import { figure, markdownTable } from './markdown.js';
import type { Results } from './results.js';
import { headings, notesOf, rowsOf } from './rows.js';

const begin = /<!-- begin: .* -->\n/;
const end = '<!-- end -->';

export function writePage(root: URL, results: Results): void {
  const page = new URL('docs/benchmarks.md', root);
  const old = readFileSync(page, 'utf8');
  const mark = begin.exec(old);
  const to = old.indexOf(end);
  if (!mark || to < mark.index) throw new Error(`${page.pathname} lacks its marks <!-- begin: ... --> and ${end}.`);
  writeFileSync(page, `${old.slice(0, mark.index)}${mark[0]}\n${figuresText(results)}\n${old.slice(to)}`);
}

/** Markdown: the machine, then a section for each environment with a table for each network. */
export function figuresText(results: Results): string {
  const { machine, date, environments, cases } = results;
  const lines = [`Measured on ${date.slice(0, 10)}: ${machine}.`, ''];
  const reached = goalRows(results, figure);
  if (reached.length > 0) {
    const heads = ['where', 'network', 'Receptive', 'goal', 'measured', 'reached'];
    lines.push('## The goals', '', ...markdownTable([heads, ...reached]), '');
  }
  for (const environment of environments) {
    lines.push(`## ${environment.title}`, '');
    if (environment.failure) lines.push(`Not measured: ${environment.failure}`, '');
    if (environment.matmul) {
      const what = environment.key.startsWith('wasm-') ? 'Peak of one thread' : 'Best matrix product';
      lines.push(`${what}: ${(environment.matmul.operationsPerSecond / 1e9).toFixed(1)} GFLOP/s.`, '');
    }
    for (const network of benchNetworks()) {
      const rows = rowsOf(network, environment, cases);
      if (rows.length === 0) continue;
      lines.push(`**${network.graph.name}**, batch ${network.batch}`, '', ...markdownTable([headings, ...rows]), '');
      for (const note of notesOf(network, environment, cases)) lines.push(note.replace(/^\*/, '\\*'), '');
    }
  }
  return lines.join('\n');
}
