// The outline: what a file declares, with the figures of its calls; total over broken text.

import { describe, expect, it } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver';
import { contains } from '../../../../language/index.js';
import { documentSymbol } from '../../../../server/features/structure/document-symbol.js';
import { lenet5 } from '../../support/networks.js';
import { readExample, takeSnapshot } from '../../support/snapshots.js';

/** `name | detail` of every symbol, indented by depth. */
function outlineOf(text: string): string[] {
  const snapshot = takeSnapshot(text);
  const lines = (symbols: readonly DocumentSymbol[], depth: number): string[] =>
    symbols.flatMap(({ name, detail, children }) => [
      `${'  '.repeat(depth)}${name}${detail ? ` | ${detail}` : ''}`,
      ...lines(children ?? [], depth + 1),
    ]);
  return lines(documentSymbol.handle(snapshot, { textDocument: { uri: snapshot.file.document.uri } }), 0);
}

it('shows a network with its layers, and its training', () => {
  expect(outlineOf(lenet5)).toEqual(expect.arrayContaining(['  conv(6, 5x5) | 28x28x6, 156 parameters']));
  expect(outlineOf(lenet5)[0]).toMatch(/^LeNet5 \| 28x28x1 -> 10, 61,706 parameters, /);
  expect(outlineOf(lenet5).at(-1)).toMatch(/^train LeNet5 \| batch \d+, \d+ epochs$/);
});

it('shows a block with its signature, and the shapes of all its uses', () => {
  const text = `block Unit(n, stride=1) { wide = conv(n, stride=stride) input -> wide -> relu }
network A { start = input(8x8x1) start -> Unit(4) -> Unit(8, stride=2) -> fc(10) }`;
  expect(outlineOf(text)).toEqual([
    'Unit | (n, stride=1)',
    '  n',
    '  stride | 1',
    '  wide | conv(n, stride=stride)',
    '  conv(n, stride=stride) | 8x8x4 … 4x4x8, 336 parameters',
    '  relu | 8x8x4 … 4x4x8',
    'A | 8x8x1 -> 10, 1,626 parameters, 8.2K MACs',
    '  start | input(8x8x1)',
    '  input(8x8x1) | 8x8x1',
    '  Unit(4) | 8x8x4, 40 parameters',
    '  Unit(8, stride=2) | 4x4x8, 296 parameters',
    '  fc(10) | 10, 1,290 parameters',
  ]);
});

describe('a symbol lies in its parent, and its name in it', () => {
  const check = (symbols: readonly DocumentSymbol[]) => {
    for (const { name, range, selectionRange, children = [] } of symbols) {
      expect(name).not.toBe('');
      expect(contains(range, selectionRange.start) && contains(range, selectionRange.end)).toBe(true);
      for (const child of children) expect(contains(range, child.range.start)).toBe(true);
      check(children);
    }
  };
  const broken = 'block U(n { conv(n) }\nnetwork { input(8x8x1) -> }\ninput(8x8x1) -> fc(10)\ntrain';
  it.each([
    ['googlenet', readExample('googlenet')],
    ['resnet', readExample('resnet')],
    ['a broken file', broken],
    ['an empty file', ''],
  ])('%s', (_, text) => {
    const snapshot = takeSnapshot(text);
    check(documentSymbol.handle(snapshot, { textDocument: { uri: snapshot.file.document.uri } }));
  });
});
