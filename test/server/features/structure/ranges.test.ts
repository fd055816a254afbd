// Folding, expanding selections, and links on imports.

import { describe, expect, it } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver';
import { documentLink } from '../../../../server/features/structure/document-link.js';
import { foldingRange } from '../../../../server/features/structure/folding-range.js';
import { selectionRange } from '../../../../server/features/structure/selection-range.js';
import { readCursor } from '../../../support/markers.js';
import { ask, type SnapshotOptions, takeSnapshot } from '../../support/snapshots.js';

function askWhole<R>(
  feature: Parameters<typeof ask<{ textDocument: { uri: string } }, R>>[0],
  text: string,
  options?: SnapshotOptions,
): R {
  const snapshot = takeSnapshot(text, options);
  return ask(feature, snapshot, { textDocument: { uri: snapshot.file.document.uri } });
}

describe('folding', () => {
  it('folds bodies, brackets, comments and regions', () => {
    const text = [
      '// One', // 0
      '// two', // 1
      'block B(n) {', // 2
      '  // #region inside', // 3
      '  [', // 4
      '    conv(n)', // 5
      '    -> relu', // 6
      '  ]*2', // 7
      '  // #endregion', // 8
      '}', // 9
      '/* a', // 10
      '   b */', // 11
      'network A { input(8x8x1) -> B(1) }', // 12
    ].join('\n');
    expect(askWhole(foldingRange, text)).toEqual([
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 8 },
      { startLine: 3, endLine: 8, kind: 'region' },
      { startLine: 4, endLine: 6 },
      { startLine: 10, endLine: 11, kind: 'comment' },
    ]);
  });

  it('folds what has its partner in a text that does not parse', () => {
    expect(askWhole(foldingRange, 'network A {\n  conv((3\n}\nnetwork B {\n  input(8x8x1)\n}\n/* open\n')).toEqual(
      expect.arrayContaining([
        { startLine: 0, endLine: 1 },
        { startLine: 3, endLine: 4 },
      ]),
    );
  });

  it('folds no bracket in a comment or string', () => {
    expect(askWhole(foldingRange, '// {\nimport "{"\n// }\n')).toEqual([]);
  });
});

describe('selection', () => {
  const expand = (fixture: string) => {
    const { text, position } = readCursor(fixture);
    const snapshot = takeSnapshot(text);
    const { document } = snapshot.file;
    const [found] = selectionRange.handle(snapshot, { textDocument: { uri: document.uri }, positions: [position] });
    const texts: string[] = [];
    for (let at: SelectionRange | undefined = found; at; at = at.parent) texts.push(document.getText(at.range));
    return texts;
  };

  it('grows from the token to the file', () => {
    expect(expand('// a\nnetwork A { input(8x8x1) -> conv(4, stri<|>de=2) -> fc(10) }\n')).toEqual([
      'stride',
      'stride=2',
      'conv(4, stride=2)',
      'input(8x8x1) -> conv(4, stride=2) -> fc(10)',
      'network A { input(8x8x1) -> conv(4, stride=2) -> fc(10) }',
      '// a\nnetwork A { input(8x8x1) -> conv(4, stride=2) -> fc(10) }\n',
    ]);
  });

  it('is the file where nothing encloses the cursor', () => {
    expect(expand('<|>').length).toBe(1);
    expect(expand('network A { conv( }<|>').at(-1)).toBe('network A { conv( }');
  });
});

it('links the paths of imports that are found', () => {
  const files = { 'unit.cnn': 'block Unit(n) { conv(n) }\n' };
  expect(askWhole(documentLink, 'import "unit.cnn"\nimport "missing.cnn"\n', { files })).toEqual([
    {
      range: { start: { line: 0, character: 8 }, end: { line: 0, character: 16 } },
      target: 'file:///workspace/unit.cnn',
    },
  ]);
});
