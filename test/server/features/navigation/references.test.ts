// References and highlights: every place that names what the cursor is on.
import { describe, expect, it } from 'vitest';
import { documentHighlight } from '../../../../server/features/navigation/document-highlight.js';
import { references } from '../../../../server/features/navigation/references.js';
import { readCursor } from '../../../support/markers.js';
import { ask, askAt, putCursor, type SnapshotOptions, takeSnapshot } from '../../support/snapshots.js';

const text = `block Unit(n, stride=1) {
  wide = conv(n, stride=stride)
  input -> wide -> relu
}
network A { input(8x8x1) -> Unit(4, stride=2) -> Unit(n=8) -> fc(10) }
train A { data = digits freeze = "Unit.1" }`;

/** The lines of the references, each with its characters marked: `  wide = conv(n, stride=[stride])`. */
function referencesOf(fixture: string, { declared = true, ...options }: SnapshotOptions & { declared?: boolean } = {}) {
  const cursor = readCursor(fixture);
  const snapshot = takeSnapshot(cursor.text, options);
  const textDocument = { uri: snapshot.file.document.uri };
  const context = { includeDeclaration: declared };
  return ask(references, snapshot, { textDocument, position: cursor.position, context }).map(({ uri, range }) => {
    const name = uri.split('/').at(-1)!;
    const source = uri === textDocument.uri ? cursor.text : options.files![name];
    const line = source.split('\n')[range.start.line];
    const { start, end } = range;
    const marked = `${line.slice(0, start.character)}[${line.slice(start.character, end.character)}]`;
    return `${name}: ${marked}${line.slice(end.character)}`.replace(/: +/, ': ');
  });
}

describe('references', () => {
  it("of a block's parameter: its declaration, its values, and the labels of calls", () => {
    const expected = [
      'file.cnn: block Unit(n, [stride]=1) {',
      'file.cnn: wide = conv(n, stride=[stride])',
      'file.cnn: network A { input(8x8x1) -> Unit(4, [stride]=2) -> Unit(n=8) -> fc(10) }',
    ];
    expect(referencesOf(putCursor(text, 'stride=str<|>ide'))).toEqual(expected);
    expect(referencesOf(putCursor(text, '4, str<|>ide=2'))).toEqual(expected);
    expect(referencesOf(putCursor(text, 'stride=str<|>ide'), { declared: false })).toEqual(expected.slice(1));
  });

  it('of a block: also the paths of settings', () => {
    expect(referencesOf(putCursor(text, 'block Un<|>it'))).toEqual([
      'file.cnn: block [Unit](n, stride=1) {',
      'file.cnn: network A { input(8x8x1) -> [Unit](4, stride=2) -> Unit(n=8) -> fc(10) }',
      'file.cnn: network A { input(8x8x1) -> Unit(4, stride=2) -> [Unit](n=8) -> fc(10) }',
      'file.cnn: train A { data = digits freeze = "[Unit].1" }',
    ]);
  });

  it("of a built-in and of its argument, which is not the block's parameter of that name", () => {
    expect(referencesOf(putCursor(text, 'co<|>nv(n'))).toEqual(['file.cnn: wide = [conv](n, stride=stride)']);
    expect(referencesOf(putCursor(text, 'str<|>ide=stride'))).toEqual(['file.cnn: wide = conv(n, [stride]=stride)']);
  });

  it('in the file that declares a block and in those that import it', () => {
    const files = {
      'unit.cnn': 'block Unit(n) { conv(n) }\nnetwork Own { input(8x8x1) -> Unit(2) }\n',
      'other.cnn': 'import "unit.cnn"\nnetwork B { input(8x8x1) -> Unit(5) }\n',
      'closed.cnn': 'import "unit.cnn"\nnetwork C { input(8x8x1) -> Unit(6) }\n',
    };
    const importing = 'import "unit.cnn"\nnetwork A { input(8x8x1) -> Un<|>it(4) }\n';
    expect(referencesOf(importing, { files, open: ['other.cnn'] })).toEqual([
      'file.cnn: network A { input(8x8x1) -> [Unit](4) }',
      'other.cnn: network B { input(8x8x1) -> [Unit](5) }',
      'unit.cnn: block [Unit](n) { conv(n) }',
      'unit.cnn: network Own { input(8x8x1) -> [Unit](2) }',
    ]);
  });

  it('of a name in a text that does not parse', () => {
    const broken = 'block Unit(n) { conv(n }\nnetwork A { input(8x8x1) -> Un<|>it(4) -> Unit(5) -> }';
    expect(referencesOf(broken)).toEqual(
      expect.arrayContaining([expect.stringContaining('[Unit](4)'), expect.stringContaining('[Unit](5)')]),
    );
  });

  it('of nothing are none', () => {
    expect(referencesOf(`${text} // <|>`)).toEqual([]);
  });
});

it('highlights the declaration as written and its uses as read', () => {
  const found = askAt(documentHighlight, putCursor(text, 'wi<|>de = conv'));
  expect(found).toEqual([
    { range: { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } }, kind: 3 },
    { range: { start: { line: 2, character: 11 }, end: { line: 2, character: 15 } }, kind: 2 },
  ]);
});
