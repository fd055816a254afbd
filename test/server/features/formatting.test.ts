// Formatting over the editor's requests: a document, the statements of a selection, and what a typed `}` closes.
import { expect, it } from 'vitest';
import { formatting, onTypeFormatting, rangeFormatting } from '../../../server/features/formatting.js';
import { ask, takeSnapshot } from '../support/snapshots.js';

const text = 'block B(n){conv(n)}\nnetwork A{input(8x8x1)->B(1)}\n';
const snapshot = takeSnapshot(text);
const textDocument = { uri: snapshot.file.document.uri };
const options = { tabSize: 2, insertSpaces: true };
const block = 'block B(n) { conv(n) }';
const network = '\nnetwork A { input(8x8x1) -> B(1) }\n';

it('formats a document', () => {
  const edits = ask(formatting, snapshot, { textDocument, options });
  expect(edits.map(({ newText }) => newText)).toEqual([block, network]);
});

it('formats the statements that a selection touches', () => {
  const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 5 } };
  expect(ask(rangeFormatting, snapshot, { textDocument, range, options })).toEqual([
    { range: { start: { line: 0, character: 19 }, end: { line: 2, character: 0 } }, newText: network },
  ]);
});

it('formats the statement that a typed brace closes', () => {
  const position = { line: 0, character: 19 };
  const edits = ask(onTypeFormatting, snapshot, { textDocument, position, ch: '}', options });
  expect(edits.map(({ newText }) => newText)).toEqual([block]);
});

it('changes nothing in a document that is formatted, or that does not parse', () => {
  for (const each of ['network A { input(8x8x1) }\n', 'network A {   input(  }\n', '']) {
    expect(ask(formatting, takeSnapshot(each), { textDocument, options })).toEqual([]);
  }
});
