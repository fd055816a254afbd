// Limits that keep files easy to find and to read: headers, length, width, names, and the number of files in a folder.
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, sourceFiles, textFiles } from './source-files.js';

const maximalLines = 400;
const maximalColumns = 120;
const maximalFilesInFolder = 20;
/** A kernel's header also holds its formula, the layout of its buffers and its variants. */
const maximalHeaderLines = (path: string) =>
  /^runtime\/backends\/(webgpu|wasm)\/kernels\//.test(path) || path === 'runtime/ir/computation.ts' ? 12 : 3;

/** Folders that may hold more files, and why. */
const largeFolders: Readonly<Record<string, string>> = {
  '.': 'package managers, editors and tools look for their configuration here',
  examples: 'one file a network family: the list is what a reader looks through',
  'test/ground-truth': 'tables from other programs, each with the script that made it',
};

const files = sourceFiles();

test('every file opens with a comment', () => {
  expect(files.filter(({ text }) => countHeaderLines(text) === 0).map(({ path }) => path)).toEqual([]);
});

test('no header is longer than it may be', () => {
  const long = files.filter(({ path, text }) => countHeaderLines(text) > maximalHeaderLines(path));
  expect(long.map(({ path }) => path)).toEqual([]);
});

test(`no file is longer than ${maximalLines} lines`, () => {
  const long = files.filter(({ text }) => text.split('\n').length > maximalLines);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test(`no line is wider than ${maximalColumns} columns`, () => {
  // A line of markers under a fixture's code cannot be wrapped.
  const isMarker = (line: string) => /\^+(\.\.\.)? (error|warning|advice|note): /.test(line);
  const wide = textFiles()
    .filter(({ path }) => /\.(ts|mjs|css|md|cnn|langium|ya?ml)$/.test(path))
    .flatMap(({ path, text }) => text.split('\n').map((line, index) => ({ path, line, at: `${path}:${index + 1}` })))
    .filter(
      ({ path, line }) =>
        line.length > maximalColumns && !isTableRow(path, line) && !isMarker(line) && !/https?:\/\//.test(line),
    );
  expect(wide.map(({ at }) => at)).toEqual([]);
});

test(`no folder holds more than ${maximalFilesInFolder} files without a reason`, () => {
  const sizes = new Map<string, number>();
  for (const path of projectFiles()) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1);
  const full = [...sizes].filter(([folder, size]) => size > maximalFilesInFolder && !(folder in largeFolders));
  expect(full.map(([folder, size]) => `${folder}: ${size}`)).toEqual([]);
});

test('no file is named utils, helpers, common or misc', () => {
  const vague = /^(utils?|helpers?|common|misc)\b/;
  expect(files.filter(({ path }) => vague.test(basename(path))).map(({ path }) => path)).toEqual([]);
});

/** Markdown tables can't be wrapped, neither in a page nor in the ground truth. */
function isTableRow(path: string, line: string): boolean {
  return path.endsWith('.md') && line.startsWith('|');
}

/** Lines of the comment a file opens with, after `#!` and `// @ts-check`, which are for machines. */
function countHeaderLines(text: string): number {
  const opening = text.replace(/^#!.*\n/, '').replace(/^\/\/ @ts-check\n/, '');
  if (opening.startsWith('/*')) return opening.slice(0, opening.indexOf('*/')).split('\n').length;
  return opening.split('\n').findIndex((line) => !line.startsWith('//'));
}
