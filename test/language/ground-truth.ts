// Reads the figures measured elsewhere (test/ground-truth/README.md says where) and the examples, for the tests.
import { readFileSync } from 'node:fs';
import { type NetworkAnalysis, parseCnn } from '../../language/index.js';

const root = new URL('../../', import.meta.url);

export function readText(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function readTruth<T>(name: string): T {
  return JSON.parse(readText(`test/ground-truth/${name}`)) as T;
}

/** A table's rows by its header's names; lines that start with # are remarks. */
export function readTable(name: string): Record<string, string>[] {
  const lines = readText(`test/ground-truth/${name}`)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const header = lines[0].split('\t');
  return lines.slice(1).map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(header.map((column, index) => [column, cells[index]]));
  });
}

/** The only network of a text without errors. */
export function soundNetwork(text: string): NetworkAnalysis {
  const { networks, diagnostics } = parseCnn(text, 'test');
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length > 0 || networks.length !== 1) throw new Error(JSON.stringify(errors.map((error) => error.message)));
  return networks[0];
}
