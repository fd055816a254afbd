// The formatter: the same tokens in the same lines, spaced, indented and aligned; a second time it changes nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatFile, parseCnn, parseTree } from '../../../language/index.js';
import { smallTexts, texts, tokenPattern } from '../../fuzz/generate/corpus.js';
import { generateProgram } from '../../fuzz/generate/generate-program.js';
import { mutateText } from '../../fuzz/generate/mutate-text.js';
import { writeDifferently } from '../../fuzz/generate/rewrite-program.js';
import { createRandom, type Random } from '../../fuzz/random.js';

function format(text: string): string {
  return formatFile(parseTree(text)).reduceRight(
    (result, { offset, end, newText }) => result.slice(0, offset) + newText + result.slice(end),
    text,
  );
}

const lines = (...texts: readonly string[]) => `${texts.join('\n')}\n`;

describe('formats', () => {
  it.each([
    [
      'spaces',
      'network A{input( 8x8x1 )->conv(2*n-1,3x3 ,pad = 0)->fc(10)}',
      'network A { input(8x8x1) -> conv(2*n - 1, 3x3, pad=0) -> fc(10) }\n',
    ],
    [
      'signs',
      'network A { x = - 1 assert params<1M input(1x1x1)*-2 }',
      'network A { x = -1 assert params < 1M input(1x1x1)*-2 }\n',
    ],
    ['empty bodies', 'network A {}\n\n\n\ntrain A{ }', 'network A {}\n\ntrain A {}\n'],
    [
      'tuples and pieces',
      'block B ( p=[ relu->bn ]*2 ) { conv(1,pad=( 0,1 ,0 , 1)) -> p }',
      'block B(p=[relu -> bn]*2) { conv(1, pad=(0, 1, 0, 1)) -> p }\n',
    ],
    ['the end of the file', '\n\n  input(8x8x1) -> fc(10)   \n\n\n', 'input(8x8x1) -> fc(10)\n'],
  ])('%s', (_, text, expected) => {
    expect(format(text)).toBe(expected);
  });

  it('indents by brackets and chains, and keeps line ends and one blank line', () => {
    const text = lines(
      'block B(n) {',
      '',
      'a = conv(n)',
      '-> relu',
      '',
      '',
      '      a -> concat(',
      'conv(n) -> relu,',
      '[',
      'conv(n, 1x1)',
      ']*2',
      ') -> relu',
      '// the end',
      '',
      '}',
    );
    expect(format(text)).toBe(
      lines(
        'block B(n) {',
        '  a = conv(n)',
        '    -> relu',
        '',
        '  a -> concat(',
        '    conv(n) -> relu,',
        '    [',
        '      conv(n, 1x1)',
        '    ]*2',
        '  ) -> relu',
        '  // the end',
        '}',
      ),
    );
  });

  it('aligns settings, chains of the same layers, and what was aligned', () => {
    const text = lines(
      'block Conv(n) { conv(n) -> relu }',
      'block Pool    { maxpool(2) }',
      'network A {',
      '  input(28x28x1)',
      '  -> conv(6, 5x5) -> relu -> maxpool(2)',
      '  -> conv(16, 5x5, pad=0) -> relu -> maxpool(2)',
      '  -> fc(10)         // ten classes',
      '}',
      'train A {',
      '  data = digits',
      '  optimizer = sgd(lr=0.1)',
      '  batch =    64  // as in the paper',
      '  epochs = 3     // likewise',
      '}',
    );
    expect(format(text)).toBe(
      lines(
        'block Conv(n) { conv(n) -> relu }',
        'block Pool    { maxpool(2) }',
        'network A {',
        '  input(28x28x1)',
        '  -> conv(6, 5x5)         -> relu -> maxpool(2)',
        '  -> conv(16, 5x5, pad=0) -> relu -> maxpool(2)',
        '  -> fc(10) // ten classes',
        '}',
        'train A {',
        '  data      = digits',
        '  optimizer = sgd(lr=0.1)',
        '  batch     = 64 // as in the paper',
        '  epochs    = 3  // likewise',
        '}',
      ),
    );
  });

  it('leaves a statement that does not parse as it is, and formats the others', () => {
    const broken = 'network A {   input(8x8x1)->   ->conv(  }';
    expect(format(`${broken}\nblock  B(n){conv(n)}\n`)).toBe(`${broken}\nblock B(n) { conv(n) }\n`);
  });

  it("keeps the file's line ends", () => {
    expect(format('network A {\r\ninput(8x8x1)\r\n}\r\n')).toBe('network A {\r\n  input(8x8x1)\r\n}\r\n');
  });

  it('keeps comments where they are', () => {
    const text = '/* a */ network A { // b\n/* c\n   d */ input(8x8x1) /* e */ -> fc(10) // f\n} // g\n// h\n';
    expect(format(text)).toBe(
      '/* a */ network A { // b\n  /* c\n   d */ input(8x8x1) /* e */ -> fc(10) // f\n} // g\n// h\n',
    );
  });
});

/** Tokens without spaces; those of `3 x 3` are one size to the parser and stay apart. */
const tokensOf = (text: string) =>
  (text.match(tokenPattern) ?? []).filter((token) => token.trim() !== '').map((token) => token.trimEnd());

const meaningOf = (text: string) => {
  const { networks, jobs, diagnostics } = parseCnn(text, 'A');
  return JSON.stringify([
    networks.map(({ name, graph, totals }) => [
      name,
      graph.layers.map(({ path, operation, inputs, output }) => [path, operation, inputs, output]),
      totals,
    ]),
    jobs.map(({ network, job }) => [network, job]),
    diagnostics.map(({ code }) => code),
  ]);
};

function check(text: string): void {
  const once = format(text);
  expect(format(once)).toBe(once);
  expect(tokensOf(once)).toEqual(tokensOf(text));
  expect(meaningOf(once)).toBe(meaningOf(text));
}

/** Other spaces at every place where there are some, in code and comments alike. */
function shakeSpaces(text: string, random: Random): string {
  return text.replace(/(?<=[^\s])[ \t]+(?=[^\s/])/g, () => ' '.repeat(1 + random.below(4)));
}

describe('changes no token, no meaning, and nothing more the second time', () => {
  it('in the examples', () => {
    for (const text of texts) check(text);
  });

  it('in 1,000 generated files', { timeout: 120_000 }, () => {
    const random = createRandom(1);
    for (let count = 0; count < 1_000; count++) check(writeDifferently(generateProgram(random), random));
  });

  it('in damaged files', { timeout: 120_000 }, () => {
    const random = createRandom(2);
    for (let count = 0; count < 300; count++) {
      const text = mutateText(shakeSpaces(random.pick(smallTexts), random), random, random.pick(smallTexts));
      const once = format(text);
      expect(format(once)).toBe(once);
      expect(tokensOf(once)).toEqual(tokensOf(text));
    }
  });
});

it.each(readdirSync('examples').filter((name) => name.endsWith('.cnn')))('leaves examples/%s as it is', (name) => {
  const text = readFileSync(`examples/${name}`, 'utf8');
  expect(format(text)).toBe(text);
});
