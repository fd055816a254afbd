// Semantic tokens: each name by what it stands for; the same in a text that does not parse.
import { expect, it } from 'vitest';
import { semanticTokens, semanticTokensInRange } from '../../../server/features/semantic-tokens.js';
import { ask, takeSnapshot } from '../support/snapshots.js';

const { legend } = semanticTokens.capability.semanticTokensProvider as {
  legend: { tokenTypes: string[]; tokenModifiers: string[] };
};

/** `type modifiers: text` of each token. */
function tokensOf(text: string, lines?: readonly [number, number]): string[] {
  const snapshot = takeSnapshot(text);
  const textDocument = { uri: snapshot.file.document.uri };
  const range = lines && { start: { line: lines[0], character: 0 }, end: { line: lines[1], character: 0 } };
  const { data } = range
    ? ask(semanticTokensInRange, snapshot, { textDocument, range })
    : ask(semanticTokens, snapshot, { textDocument });
  const rows = text.split('\n');
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [lineStep, characterStep, length, type, bits] = data.slice(at, at + 5);
    character = lineStep > 0 ? characterStep : character + characterStep;
    line += lineStep;
    const names = [legend.tokenTypes[type], ...legend.tokenModifiers.filter((_, bit) => bits & (1 << bit))];
    found.push(`${names.join(' ')}: ${rows[line].slice(character, character + length)}`);
  }
  return found;
}

const text = `block Unit(n, act=relu) { wide = conv(2*n, stride=1) wide -> act }
network A { input(8x8x1) -> Unit(4) -> conv(8, pad=same) }
train A { data = digits }`;

it('gives each name the type of what it stands for', () => {
  expect(tokensOf(text)).toEqual([
    'function declaration: Unit',
    'parameter declaration: n',
    'parameter declaration: act',
    'function defaultLibrary: relu',
    'variable declaration: wide',
    'function defaultLibrary: conv',
    'parameter: n',
    'property defaultLibrary: stride',
    'variable: wide',
    'parameter: act',
    'class declaration: A',
    'function defaultLibrary: input',
    'function: Unit',
    'function defaultLibrary: conv',
    'property defaultLibrary: pad',
    'enumMember: same',
    'class: A',
    'property defaultLibrary: data',
    'function defaultLibrary: digits',
  ]);
});

it('gives those of a part', () => {
  expect(tokensOf(text, [2, 3])).toEqual(tokensOf(text).slice(-3));
});

it('gives those before and after a mistake', () => {
  const broken = tokensOf(text.replace('-> Unit(4) ->', '-> Unit(4 -> ->'));
  expect(broken).toEqual(expect.arrayContaining(['function: Unit', 'class: A', 'parameter declaration: n']));
});

it('are none in an empty file', () => {
  expect(tokensOf('')).toEqual([]);
});
