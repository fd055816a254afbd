// Hostile input: a diagnostic at the right position, in bounded time; the next text is parsed as usual.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { readText } from '../ground-truth.js';

const good = 'network Good { input(28x28x1) -> conv(6) -> fc(10) }';

/** Code and position of the first diagnostic. */
function firstProblem(text: string): string {
  const [diagnostic] = parseCnn(text, 'file').diagnostics;
  return diagnostic ? `${diagnostic.code} ${diagnostic.range.start.line}:${diagnostic.range.start.character}` : 'none';
}

/** Pieces that each place the one before twice. */
const doubled = Array.from({ length: 50 }, (_, i) => `a${i + 1} = a${i} -> a${i}`).join(' ');

const bad: [name: string, text: string, expected: string][] = [
  ['an empty file', '', 'no-network 0:0'],
  ['a binary file', String.fromCharCode(...Array.from({ length: 4000 }, (_, i) => (i * 37) % 256)), 'syntax 0:0'],
  ['a megabyte of (', '('.repeat(1_000_000), 'syntax 0:50'],
  ['two megabytes of spaces', ' '.repeat(2 << 20), 'syntax 0:0'],
  ['5,000 nested [', `network Deep { input(8x8x1) -> ${'['.repeat(5000)}relu${']'.repeat(5000)} }`, 'syntax 0:80'],
  ['a sum of 100,000 terms', `input(8x8x1) -> fc(${'1+'.repeat(100_000)}1)`, 'syntax 0:420'],
  ['a billion layers', 'input(28x28x1) -> [conv(1)]*1000000000', 'too-many-layers 0:28'],
  ['a billion layers, nested', 'input(28x28x1) -> [[[conv(1)]*1000]*1000]*1000', 'too-many-layers 0:30'],
  ['many networks of many layers', 'input(8x8x1) -> [relu]*19000\n'.repeat(50), 'too-many-layers 6:0'],
  ['a file of words', 'relu '.repeat(75_000), 'syntax 0:50000'],
  ['a file of too many words', 'relu '.repeat(100_000), 'syntax 0:400000'],
  ['a name of a megabyte', `network ${'a'.repeat(1 << 20)} { input(8x8x1) -> fc(10) }`, 'syntax 0:8'],
  ['a text of a megabyte', `train { data = folder("${'a'.repeat(1 << 20)}") }`, 'syntax 0:22'],
  [
    'nothing, repeated without end: no layers, and no time',
    `block A { ${'[[[[relu*0]*9999]*9999]*9999]*9999'} } input(8x8x1) -> A`,
    'none',
  ],
  ['pieces that double', `network P { a0 = relu*0 ${doubled} input(8x8x1) -> a50 }`, 'too-much-work 0:49'],
  ['a size of 0', 'input(0x28x1) -> fc(10)', 'wrong-argument 0:6'],
  ['a size of a billion', 'input(1000000000x28x1) -> fc(10)', 'wrong-argument 0:6'],
  ['a billion filters', 'input(28x28x1) -> conv(1000000000)', 'wrong-argument 0:23'],
  ['a tensor past counting', 'input(65536x65536x3) -> conv(1048576) -> fc(10)', 'tensor-too-large 0:24'],
  ['an unknown layer', 'input(28x28x1) -> mystery(3) -> fc(10)', 'unknown-name 0:18'],
];

describe('bad input', () => {
  it.each(bad)('%s', (_, text, expected) => {
    expect(firstProblem(text)).toContain(expected);
    expect(parseCnn(good, 'file').networks[0].totals.parameters).toBe(47_110);
    expect(firstProblem(good)).toBe('none');
  });

  it('never throws, whatever the text, and marks ranges that exist', () => {
    const words = [
      'network',
      'block',
      'train',
      'A',
      'x',
      'conv',
      'input',
      'relu',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '->',
      '*',
    ];
    const more = [
      '=',
      ',',
      '+',
      '-',
      '/',
      '3',
      '28x28x1',
      '0',
      '"s"',
      'same',
      '//',
      '/*',
      '*/',
      '\n',
      '?',
      '1xk',
      'channels',
    ];
    const soup = fc.array(fc.constantFrom(...words, ...more), { maxLength: 60 }).map((tokens) => tokens.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ maxLength: 200 })), (text) => checkPlaces(text)),
      { numRuns: 2000 },
    );
  });

  it('marks ranges that exist where a declaration has no name', () => {
    checkPlaces('network train \n channels ?');
    checkPlaces('block \n network \n train');
  });

  it('never throws on an example with a random edit', () => {
    const examples = ['examples/lenet5.cnn', 'examples/vgg16.cnn'].map(readText);
    const edit = fc.tuple(fc.constantFrom(...examples), fc.nat(2000), fc.nat(20), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(edit, ([text, at, length, inserted]) =>
        checkPlaces(text.slice(0, at) + inserted + text.slice(at + length)),
      ),
      { numRuns: 300 },
    );
  });
});

function checkPlaces(text: string): void {
  const lines = text.split('\n');
  for (const { range } of parseCnn(text, 'file').diagnostics) {
    expect(range.start.line).toBeLessThan(lines.length);
    expect(range.end.line).toBeLessThan(lines.length);
    expect(range.start.character).toBeGreaterThanOrEqual(0);
    expect(range.start.character).toBeLessThanOrEqual(lines[range.start.line].length);
    expect(range.end.character).toBeLessThanOrEqual(lines[range.end.line].length);
  }
}
