// The table of limits in docs/security.md says what the code does: each row is written from the constants.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { maxCacheBytes } from '../../cli/shared/cache-file.js';
import { maxOpenFiles } from '../../client/panels/training/data-server.js';
import { maxWeightsBytes, safetensorsLimits } from '../../export/index.js';
import { maxSourceBytes } from '../../filesystem/regular-file.js';
import { layersOfEmptyNetwork, limits, workLimits } from '../../language/limits.js';
import { dataLimits } from '../../runtime/data/limits.js';

const count = (number: number) => number.toLocaleString('en-US');
const power = (number: number) => `2^${Math.log2(number)}`;
const bytes = (size: number) => {
  const unit = (['GiB', 'MiB', 'KiB'] as const).find((name) => size >= unitBytes[name]) ?? 'KiB';
  return `${count(size / unitBytes[unit])} ${unit}`;
};
const unitBytes = { GiB: 2 ** 30, MiB: 2 ** 20, KiB: 2 ** 10 } as const;
const perNetwork = (resource: 'layers' | 'expansions' | 'evaluations' | 'reports') => {
  const { network, file } = workLimits[resource];
  return `${count(network)}; ${count(file)}`;
};

const png = bytes(dataLimits.unpackedBytes);

/** A row's limit begins with this. */
const rows: Readonly<Record<string, string>> = {
  'a `.cnn` file on the disk': `${bytes(maxSourceBytes)}; ${count(limits.characters)} characters`,
  'its words and signs, imported files included, comments not': count(workLimits.tokens.file),
  'a name or a number; a text in quotes': `${count(limits.name)} characters; ${count(limits.text)} characters`,
  'statements of a file': `${count(workLimits.statements.file)}, then reading stops`,
  'syntax errors of a file; of a statement': `${workLimits.errors.file}; ${limits.errorsOfStatement}, then reading`,
  'nested brackets; operators in an expression': `${limits.brackets}; ${limits.operators}`,
  'messages shown for a file': `${workLimits.diagnostics.file}, and one`,
  'files imported, directly or not': count(limits.imports),
  'layers of a network; of all in a file': [
    perNetwork('layers'),
    `of which each network counts as ${layersOfEmptyNetwork} more`,
  ].join(', '),
  'calls and repeats expanded for a network; for a file': perNetwork('expansions'),
  'numbers and names evaluated for a network; for a file': perNetwork('evaluations'),
  'mistakes found in a network; in a file': `${perNetwork('reports')}, each repeated one counted`,
  'blocks nested in each other': count(limits.nesting),
  "values in one layer's output": power(limits.values),
  'a receptive field':
    `${power(limits.field)} pixels; ${count(limits.fieldSteps)} different ones in a layer, ` +
    `of ${limits.fieldSlopes} strides`,
  'an image: its file; its pixels': `${bytes(dataLimits.imageBytes)}; ${count(dataLimits.imagePixels)}, checked`,
  'scans of a JPEG': count(dataLimits.jpegScans),
  'kinds of images': 'PNG; JPEG of 8 bits',
  'what a PNG unpacks to': `what its size needs; measured first where it could be over ${png}`,
  'a folder of images':
    `${count(dataLimits.folderImages)} images, ${count(dataLimits.folderClasses)} classes, ` +
    `${bytes(dataLimits.folderBytes)} at`,
  'an `.npz` file': `${bytes(dataLimits.npzBytes)}; ${count(dataLimits.npzMembers)} members`,
  'its four arrays, unpacked':
    `${bytes(dataLimits.npzUnpacked)} together; one over ${bytes(dataLimits.unpackedBytes)} at most ` +
    `${dataLimits.npzRatio} times its packed size`,
  "an array's header": `${bytes(dataLimits.npyHeaderBytes)}, read before the values`,
  "MNIST's files": `${count(dataLimits.mnistImages)} images; gzip stops`,
  "CIFAR-10's files": `${count(dataLimits.cifarImages)} images each`,
  'files the extension sends a page at once': count(maxOpenFiles),
  'a cache file of the command line': bytes(maxCacheBytes),
  'a file of weights; its header': [
    `${bytes(maxWeightsBytes)}; ${bytes(safetensorsLimits.headerBytes)}`,
    `${count(safetensorsLimits.tensors)} tensors`,
  ].join(', '),
};

function readTable(): Map<string, string> {
  const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const section = page.slice(page.indexOf('## Limits'), page.indexOf('## How this is tested'));
  const cells = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    );
  return new Map(cells.slice(2).map(([input, limit]) => [input, limit]));
}

test('the table of limits has the constants of the code', () => {
  const table = readTable();
  expect([...table.keys()]).toEqual(Object.keys(rows));
  for (const [input, limit] of Object.entries(rows)) {
    // The number ends there: 20,000 does not begin 20,0000.
    expect(`${table.get(input)} `).toMatch(new RegExp(`^${limit.replace(/[.^]/g, '\\$&')}(?![\\d,.]*\\d)`));
  }
});

test('no limit is missing from the table', () => {
  const written = Object.values(rows).join('\n');
  const numbers = [...Object.values(workLimits).flatMap((limit) => Object.values(limit)), ...Object.values(limits)];
  const missing = numbers.filter((number) => !written.includes(count(number)) && !written.includes(power(number)));
  expect(missing).toEqual([]);
});
