// Networks and blocks of all open files, by name.
import { expect, it } from 'vitest';
import { workspaceSymbol } from '../../../../server/features/navigation/workspace-symbol.js';
import { takeSnapshot } from '../../support/snapshots.js';

const { openFiles } = takeSnapshot('block Unit(n) { wide = conv(n) wide -> relu }\nnetwork LeNet { input(8x8x1) }\n', {
  files: { 'other.cnn': 'network ResNet { input(8x8x1) }\n' },
  open: ['other.cnn'],
});
const find = (query: string) => workspaceSymbol.answer({ query }, openFiles).map(({ name }) => name);

it('finds them by letters in their order', () => {
  expect(find('net')).toEqual(['LeNet', 'ResNet']);
  expect(find('rnt')).toEqual(['ResNet']);
  expect(find('UNIT')).toEqual(['Unit']);
});

it('finds all without a query, and no parameters or tensors', () => {
  expect(find('')).toEqual(['Unit', 'LeNet', 'ResNet']);
  expect(find('wide')).toEqual([]);
});
