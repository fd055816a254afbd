// Rename: the text means the same with the new name, in every example and for every name; a name that would change it
// is refused.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver';
import { prepareRename, rename } from '../../../../server/features/navigation/rename.js';
import type { Snapshot } from '../../../../server/workspace/snapshot.js';
import { readCursor } from '../../../support/markers.js';
import { askAt, putCursor, readExample, type SnapshotOptions, takeSnapshot } from '../../support/snapshots.js';

const text = `block Unit(n, stride=1) {
  wide = conv(n, stride=stride)
  input -> wide -> relu
}
network A { input(8x8x1) -> Unit(4, stride=2) -> Unit(n=8) -> fc(10) }
train A { data = digits freeze = "Unit.1" }`;

function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const lines = source.split('\n');
  const backwards = [...edits].sort(
    (a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
  );
  for (const { range, newText } of backwards) {
    const { line } = range.start;
    lines[line] = lines[line].slice(0, range.start.character) + newText + lines[line].slice(range.end.character);
  }
  return lines.join('\n');
}

/** All files after a rename, by name. */
function renamed(fixture: string, newName: string, options: SnapshotOptions = {}): Record<string, string> {
  const cursor = readCursor(fixture);
  const snapshot = takeSnapshot(cursor.text, options);
  const { uri } = snapshot.file.document;
  const { changes } = rename.handle(snapshot, { textDocument: { uri }, position: cursor.position, newName })!;
  return Object.fromEntries(
    Object.entries(changes!).map(([file, edits]) => {
      const name = file.split('/').at(-1)!;
      return [name, applyEdits(file === uri ? cursor.text : options.files![name], edits)];
    }),
  );
}

describe('renames', () => {
  it.each([
    ['wi<|>de = conv', 'inner', text.replaceAll('wide', 'inner')],
    ['Un<|>it(4', 'Cell', text.replaceAll('Unit', 'Cell')],
    ['network <|>A', 'Net', text.replaceAll('A {', 'Net {')],
    [
      'stride=str<|>ide',
      'step',
      text.replace('stride=1', 'step=1').replace('stride=stride', 'stride=step').replace('stride=2', 'step=2'),
    ],
  ])('%s to %s', (fixture, newName, expected) => {
    expect(renamed(putCursor(text, fixture), newName)).toEqual({ 'file.cnn': expected });
  });

  it('in the importing and the imported file, open or not', () => {
    const files = {
      'unit.cnn': 'block Unit(n) { conv(n) }\n',
      'other.cnn': 'import "unit.cnn"\nnetwork B { input(8x8x1) -> Unit(5) }\n',
    };
    const importing = 'import "unit.cnn"\nnetwork A { input(8x8x1) -> Un<|>it(4) }\n';
    expect(renamed(importing, 'Cell', { files, open: ['other.cnn'] })).toEqual({
      'file.cnn': 'import "unit.cnn"\nnetwork A { input(8x8x1) -> Cell(4) }\n',
      'unit.cnn': 'block Cell(n) { conv(n) }\n',
      'other.cnn': 'import "unit.cnn"\nnetwork B { input(8x8x1) -> Cell(5) }\n',
    });
  });
});

describe('refuses', () => {
  it.each([
    ['Un<|>it(4', '2nd', '`2nd` is not a name'],
    ['Un<|>it(4', 'network', '`network` is a keyword'],
    ['co<|>nv(n', 'convolve', '`conv` belongs to the language'],
    ['dat<|>a =', 'images', '`data` belongs to the language'],
    ['str<|>ide=stride', 'step', '`stride` belongs to the language'],
    ['wi<|>de = conv', 'n', '`n` cannot be its name'],
  ])('%s to %s', (fixture, newName, reason) => {
    expect(() => renamed(putCursor(text, fixture), newName)).toThrow(reason);
  });

  it('a name that a later use already means something else by', () => {
    const shadowing = 'block B(n) { relu }\nnetwork A { le<|>ft = input(8x8x1) -> B(1) left -> fc(10) }';
    expect(() => renamed(shadowing, 'fc')).toThrow(/`fc` (cannot be its name|already means)/);
  });

  it('already before a name is asked for', () => {
    expect(() => askAt(prepareRename, 'inp<|>ut(8x8x1) -> fc(10)\n')).toThrow('`input` belongs to the language');
  });
});

it('prepares with the name under the cursor', () => {
  expect(askAt(prepareRename, putCursor(text, 'wi<|>de = conv'))).toEqual({
    range: { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } },
    placeholder: 'wide',
  });
  expect(askAt(prepareRename, `${text} // <|>`)).toBeUndefined();
});

/** What a name does not change. */
const meaningOf = ({ analysis }: Snapshot) =>
  JSON.stringify([
    analysis.networks.map(({ graph, totals }) => [
      graph.layers.map(({ operation, inputs, output }) => [operation, inputs, output]),
      totals,
    ]),
    analysis.diagnostics.length,
  ]);

describe('every name of every example', () => {
  it.each(readdirSync('examples').filter((name) => name.endsWith('.cnn')))('%s', (file) => {
    const source = readExample(file.replace('.cnn', ''));
    const files = Object.fromEntries(
      readdirSync('examples').flatMap((name) =>
        name.endsWith('.cnn') ? [[name, readExample(name.slice(0, -4))]] : [],
      ),
    );
    const snapshot = takeSnapshot(source, { name: file, files });
    const { uri } = snapshot.file.document;
    const before = meaningOf(snapshot);
    const lines = source.split('\n');
    for (const { symbol, range } of snapshot.symbols.declarations) {
      const written = lines[range.start.line].slice(range.start.character, range.end.character);
      if (written !== symbol.name) continue;
      const newName = `${symbol.name}_2`;
      const { changes } = rename.handle(snapshot, { textDocument: { uri }, position: range.start, newName })!;
      const after = takeSnapshot(applyEdits(source, changes![uri]), { name: file, files });
      expect(after.symbols.declarations.map(({ symbol: { name } }) => name)).toContain(newName);
      expect(meaningOf(after), `${symbol.name} -> ${newName}`).toBe(before);
    }
  });
});
