// Quick fixes: the text with the fix made, for every fix that is offered.
import { describe, expect, it } from 'vitest';
import { type Diagnostic, type Fix, parseCnn, verifyFixes } from '../../../language/index.js';
import { applyEdits } from '../../../language/text/edits.js';
import { runToEnd } from '../../../model/interruptible.js';

/** Every fix offered in a text: its title, and the line it changed as it is after it. */
function offered(text: string): [title: string, changed: string][] {
  return parseCnn(text, 'file').diagnostics.flatMap((diagnostic) =>
    verify(diagnostic, text).map((fix): [string, string] => {
      const after = applyEdits(text, fix.edits).split('\n');
      const before = text.split('\n');
      return [fix.title, after.filter((line, index) => line !== before[index]).join('\n')];
    }),
  );
}

function verify(diagnostic: Diagnostic, text: string): Fix[] {
  const { diagnostics } = parseCnn(text, 'file');
  // biome-ignore lint/correctness/useYield: a short text is analysed in one piece.
  function* analyse(edited: string) {
    return parseCnn(edited, 'file').diagnostics;
  }
  return runToEnd(verifyFixes(diagnostic, { text, diagnostics }, analyse));
}

const network = (chain: string) => `network A { input(32x32x16) -> ${chain} -> fc(10) }`;

/** A chain, and for each fix the chain after it. */
const chains: Record<string, [chain: string, ...after: string[]]> = {
  'a window too large': ['conv(4, 35x35, pad=0)', 'conv(4, 35x35, pad=same)', 'conv(4, 31x31, pad=0)'],
  'an even window': [
    'conv(4, 2x2)',
    'conv(4, 2x2, pad=(0, 0, 1, 1))',
    'conv(4, 2x2, pad=same_upper)',
    'conv(4, 2x2, pad=0)',
  ],
  'padding over half a window': ['maxpool(3, stride=2, pad=(2, 2, 2, 2))', 'maxpool(3, stride=2, pad=1)'],
  'pixels unseen': [
    'maxpool(3, stride=3)',
    'maxpool(3, stride=3, ceil=true)',
    'maxpool(3, stride=3, pad=(0, 0, 1, 1))',
  ],
  'pixels unseen, where the padding would be over half a window': [
    'maxpool(5, stride=5)',
    'maxpool(5, stride=5, ceil=true)',
  ],
  'a branch of other channels': [
    'add(conv(8), identity, identity)',
    'add(conv(8) -> conv(16, 1x1), identity, identity)',
  ],
  'a product for a size': ['conv(4, 5*5)', 'conv(4, 5x5)'],
  'a number before a piece': ['3*[conv(4) -> relu]', '[conv(4) -> relu]*3'],
  'parentheses missing': ['[conv(4) -> relu]*3 - 1', '[conv(4) -> relu]*(3 - 1)'],
  'a layer repeated': ['maxpool(2) -> conv(4) -> relu*2', 'maxpool(2) -> [conv(4) -> relu]*2'],
  "PyTorch's convolution": [
    'Conv2d(16, 64, kernel_size=(1, 7), padding=(0, 3), bias=False)',
    'conv(64, 1x7, pad=0x3, bias=false)',
  ],
  "PyTorch's convolution, unpadded": ['Conv2d(16, 64, 3)', 'conv(64, pad=0)'],
  "Keras' convolution": ['Conv2D(64, 3, strides=2, padding="same", activation="relu")', 'conv(64, stride=2) -> relu'],
  'a convolution with its activation, repeated': [
    'Conv2D(64, 5, padding="same", activation="relu")*2',
    '[conv(64, 5x5) -> relu]*2',
  ],
  'normalisation and pooling': ['BatchNorm2d(16)', 'bn'],
  'normalisation, shortened': ['conv(4) -> norm', 'conv(4) -> bn'],
  'a hyphen in a name': ['max-pool(4)', 'maxpool(4)'],
  'a hyphen for an underscore': ['LEAKY-RELU(slope=.1)', 'leaky_relu(slope=.1)'],
  "a hyphen in another library's name": ['conv(4) -> batch-norm', 'conv(4) -> bn'],
  'a join': ['Concatenate(conv(4), identity)', 'concat(conv(4), identity)'],
  "the tables' convolution": ['CONV3-64', 'conv(64, 3x3)'],
  "the tables' fully connected layer": ['FC-64', 'fc(64)'],
  "the tables' pooling": ['POOL4', 'maxpool(4)'],
  "the patterns' question": ['POOL?', 'POOL'],
  "the textbook's letters": ['maxpool(2, S=2)', 'maxpool(2, stride=2)'],
  "the textbook's number of filters": ['conv(K=4)', 'conv(filters=4)'],
  'neighbouring letters swapped': ['conv(4) -> rleu', 'conv(4) -> relu'],
  "a layer of Caffe's, numbered": ['fc6(64)', 'fc(64)'],
  'another arrow': ['conv(4) → relu', 'conv(4) -> relu'],
  'a dash for an arrow': ['conv(4) —> relu', 'conv(4) -> relu'],
  'an arrow of two lines': ['conv(4) => relu', 'conv(4) -> relu'],
  'a longer arrow': ['conv(4) --> relu', 'conv(4) -> relu'],
  'half an arrow': ['conv(4) > relu', 'conv(4) -> relu'],
  'a minus for an arrow': ['conv(4) - relu', 'conv(4) -> relu'],
  'a comma between layers': ['conv(4), relu', 'conv(4) -> relu'],
  'a repetition by x': ['[conv(4) -> relu]x2', '[conv(4) -> relu]*2'],
  'a repetition by x with spaces': ['[conv(4) -> relu] x 2', '[conv(4) -> relu] *2'],
  'arguments in brackets': ['fc[64]', 'fc(64)'],
  'a repetition by ×': ['[conv(4) -> relu]×2', '[conv(4) -> relu]*2'],
  'a parenthesis too many': ['conv(4)) -> relu', 'conv(4) -> relu'],
  'an argument of another name': ['conv(4, kernel_size=3)', 'conv(4, kernel=3)'],
  'a bias before bn': ['conv(4, 5x5) -> bn', 'conv(4, 5x5, bias=false) -> bn'],
};

describe('fixes', () => {
  it.each(Object.entries(chains))('%s', (_, [before, ...after]) => {
    expect(offered(network(before)).map(([, changed]) => changed)).toEqual(after.map(network));
  });

  it.each([
    ['network A { Input(8x8x3) -> fc(10) }', 'network A { input(8x8x3) -> fc(10) }'],
    ['network A { input(8, 8, 3) -> fc(10) }', 'network A { input(8x8x3) -> fc(10) }'],
    ['network A { input[8x8x3] -> fc(10) }', 'network A { input(8x8x3) -> fc(10) }'],
    ['network A { input(8*8*3) -> fc(10) }', 'network A { input(8x8x3) -> fc(10) }'],
    ['network A { stem = input(8x8x3) strem -> fc(10) }', 'network A { stem = input(8x8x3) stem -> fc(10) }'],
    ['netwrok A { input(8x8x3) -> fc(10) }', 'network A { input(8x8x3) -> fc(10) }'],
    ['model A { input(8x8x3) -> fc(10) }', 'network A { input(8x8x3) -> fc(10) }'],
    ['# a comment\nnetwork A { input(8x8x3) -> fc(10) }', '// a comment'],
    ['network A { input(28x28x1) -> fc(10) }\ntrain A { lr = 0.1 }', 'train A { optimizer=sgd(lr=0.1) }'],
    ['network A { input(28x28x1) -> fc(10) }\ntrain A { data: digits }', 'train A { data = digits }'],
    ['network A { input(28x28x1) -> fc(10) }\ntrain A { batch = 8, epochs = 2 }', 'train A { batch = 8 epochs = 2 }'],
  ])('of %s', (text, changed) => {
    expect(offered(text).map(([, line]) => line)).toEqual([changed]);
  });

  it('are offered one by one where several typos of a kind hide each other', () => {
    const text = 'input(8x8x3) => conv(4) => relu -> fc(10)';
    expect(offered(text)).toEqual([['Write ->', 'input(8x8x3) -> conv(4) => relu -> fc(10)']]);
  });

  it('do not pool through a window of one pixel', () => {
    expect(offered('network A { input(4x4x3) -> maxpool(2)*3 -> fc(10) }')).toEqual([]);
    expect(offered(network('global_avgpool -> maxpool(3)'))).toEqual([]);
  });

  it('are titled by what they write', () => {
    const titles = offered(network('maxpool(3, stride=3)')).map(([title]) => title);
    expect(titles).toEqual(['Write ceil=true', 'Write pad=(0, 0, 1, 1)']);
  });

  it('keep an argument that is computed from names', () => {
    const text = `block Unit(k) { conv(4, k, pad=0) }\nnetwork A { input(8x8x3) -> Unit(9x9) -> fc(10) }`;
    expect(offered(text)).toEqual([['Write pad=same', 'block Unit(k) { conv(4, k, pad=same) }']]);
  });

  it('are not offered where they would make another error', () => {
    const diagnostic = {
      code: 'unknown-name',
      severity: 'error',
      message: '',
      range: replaced('cov(4)', '').range,
      related: [],
      fixes: [
        { title: 'worse', edits: [replaced('cov(4)', 'conv(4, 0)')] },
        { title: 'no better', edits: [replaced('cov(4)', 'cnov(4)')] },
        { title: 'works', edits: [replaced('cov(4)', 'conv(4)')] },
      ],
    } as const;
    const text = network('cov(4)');
    expect(verify(diagnostic, text).map(({ title }) => title)).toEqual(['works']);
  });
});

/** The edit of `network(...)` that writes another text for its chain. */
function replaced(chain: string, newText: string) {
  const character = network(chain).indexOf(chain);
  return { range: { start: { line: 0, character }, end: { line: 0, character: character + chain.length } }, newText };
}
