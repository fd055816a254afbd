// Writes the results into docs/benchmarks.md: those on WebGPU and those of the CPU backend each between a line
// `<!-- begin: ... -->` of their own and the next `<!-- end -->`.

import { readFileSync, writeFileSync } from 'node:fs';
import { benchNetworks } from '../networks/networks.js';
import { goalRows } from './goals.js';
import { figure, markdownTable } from './markdown.js';
import type { EnvironmentResult, Results } from './results.js';
import { headings, notesOf, rowsOf } from './rows.js';

const end = '<!-- end -->';

const isWasm = ({ key }: Pick<EnvironmentResult, 'key'>) => key.startsWith('wasm-');

/** The parts of the page and which environments each holds. A part without results stays as it is. */
const parts = [
  { begin: '<!-- begin: WebGPU -->\n', holds: (environment: EnvironmentResult) => !isWasm(environment) },
  { begin: '<!-- begin: WebAssembly -->\n', holds: isWasm },
];

export function writePage(root: URL, results: Results): void {
  const page = new URL('docs/benchmarks.md', root);
  let text = readFileSync(page, 'utf8');
  for (const { begin, holds } of parts) {
    const environments = results.environments.filter(holds);
    if (environments.length === 0) continue;
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf(end, from);
    if (from < begin.length || to < 0) throw new Error(`${page.pathname} lacks its marks ${begin.trim()} and ${end}.`);
    const cases = results.cases.filter(({ environment }) => environments.some(({ key }) => key === environment));
    text = `${text.slice(0, from)}\n${figuresText({ ...results, environments, cases })}\n${text.slice(to)}`;
  }
  writeFileSync(page, text);
}

/** Markdown: the machine, then a section for each environment with a table for each network. */
export function figuresText(results: Results): string {
  const { machine, date, environments, cases } = results;
  const lines = [`Measured on ${date.slice(0, 10)}: ${machine}.`, ''];
  const reached = goalRows(results, figure);
  if (reached.length > 0) {
    const heads = ['where', 'network', 'Receptive', 'goal', 'measured', 'reached'];
    lines.push('### The goals', '', ...markdownTable([heads, ...reached]), '');
  }
  for (const environment of environments) {
    lines.push(`### ${environment.title}`, '');
    if (environment.failure) lines.push(`Not measured: ${environment.failure}`, '');
    if (environment.matmul) {
      const what = isWasm(environment) ? 'Peak of one thread' : 'Best matrix product';
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
