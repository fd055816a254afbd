// One mistake gives one message: what depends on a declaration that is missing or does not parse is not reported, and
// what does not depend on it is.
import { describe, expect, it } from 'vitest';
import { type Importer, parseCnn, parseTree } from '../../../language/index.js';
import { readText } from '../ground-truth.js';

/** The codes of all errors, in the order of the text. */
function errors(text: string, importer?: Importer): string[] {
  return parseCnn(text, 'file', importer)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}

const vgg = readText('examples/vgg.cnn');
const resnet20 = readText('examples/resnet20.cnn');

describe('a declaration that does not parse', () => {
  it.each([
    ['a parameter deleted', vgg.replace('Convs(filters, n)', 'Convs(, n)')],
    ['the keyword of a block deleted', vgg.replace('block Convs', 'Convs')],
    ['the name of a block deleted', vgg.replace('block Convs', 'block ')],
    ['a sign in the name of a block', vgg.replace('block Convs', 'block Con]vs')],
    ['the space before the name deleted', vgg.replace('block Convs', 'blockConvs')],
    ['the brace of a block deleted', vgg.replace('n)  {', 'n)  ')],
    ['the keyword of a network deleted', resnet20.replace('network ResNet20', 'ResNet20')],
    ['the name of an argument deleted', resnet20.replace('sgd(lr=0.1', 'sgd(=0.1')],
    ['a bracket in defaults deleted', readText('examples/unet.cnn').replace('conv(pad=0)', 'conv pad=0)')],
  ])('%s: one message', (_, text) => {
    expect(errors(text)).toEqual(['syntax']);
  });

  it('keeps the errors of what does not depend on it', () => {
    const text = vgg.replace('Convs(filters, n)', 'Convs(, n)').replace('-> Normed(64, 2)', '-> Normed(64, 2) -> rleu');
    expect(errors(text)).toEqual(['syntax', 'unknown-name']);
  });

  it('takes no network that uses it for sound', () => {
    expect(parseCnn(vgg.replace('Convs(filters, n)', 'Convs(, n)'), 'vgg').networks.some(({ sound }) => sound)).toBe(
      false,
    );
  });
});

describe('a declaration that is missing', () => {
  const network = 'network A { input(28x28x1) -> Unit(6) -> Other -> conv(3, 99x99, pad=0) -> fc(10) }';

  it('of a file that is not found: one message at the import', () => {
    expect(errors(`import "blocks.cnn"\n${network}`)).toEqual(['import-not-found']);
    expect(parseCnn(`import "blocks.cnn"\n${network}`, 'file').networks[0].sound).toBe(false);
  });

  it('of a file that does not parse: one message at the import', () => {
    const parsed = parseTree('block Unit(, n) { conv(n) -> add(conv(filters), a) }\nblock Other { relu }');
    const importer: Importer = (path) => ({ id: path, parsed });
    expect(errors(`import "blocks.cnn"\n${network}`, importer)).toEqual(['import-broken']);
  });

  it('a misspelt layer beside a missing import is still reported', () => {
    expect(errors('import "b.cnn"\nnetwork A { input(28x28x1) -> conf(6) -> fc(10) }')).toEqual([
      'import-not-found',
      'unknown-name',
    ]);
  });

  it('of a name used often: one message, whose fix mends every use', () => {
    const { diagnostics } = parseCnn(vgg.replace('block Convs', 'block Convz'), 'vgg');
    const [unknown, ...others] = diagnostics.filter(({ severity }) => severity === 'error');
    expect(others).toEqual([]);
    expect(unknown.message).toBe('nothing is called `Convs` here: did you mean `Convz`?');
    expect(unknown.related).toHaveLength(19);
    expect(unknown.fixes[0].edits).toHaveLength(20);
  });

  it('of a parameter: one message for all calls', () => {
    expect(errors(vgg.replace('Convs(filters, n)', 'Convs(n)'))).toEqual(['too-many-arguments']);
  });
});

describe('a name used only in a piece that is repeated 0 times', () => {
  it.each([
    'block S(n) { act = relu  conv(8) -> [conv(8) -> act]*(n - 1) }\nnetwork N { input(8x8x3) -> S(1) -> fc(10) }',
    'network N { act = relu  unit = conv(8) -> act  input(8x8x3) -> unit*0 -> fc(10) }',
    'network N { most = 1M  assert params < most  input(8x8x3) -> fc(10) }',
    'network N { a = input(8x8x3) -> conv(8)  skip = a -> relu  a -> [add(conv(8), skip)]*0 -> fc(10) }',
  ])('is used: %s', (text) => {
    expect(errors(text)).toEqual([]);
  });

  it('and one that no other name or chain uses is not', () => {
    expect(errors('network N { a = relu  b = conv(8) -> a  input(8x8x3) -> fc(10) }')).toEqual(['unused', 'unused']);
  });
});

describe('batch normalisation over one value', () => {
  const train = (network: string, batch: number) =>
    parseCnn(`network A { input(28x28x1) -> ${network} -> fc(10) }\ntrain A { batch = ${batch} }`, 'file')
      .diagnostics.map(({ code }) => code)
      .filter((code) => code === 'bn-of-one-value');

  it('is a warning for a batch of 1 and a 1x1 tensor', () => {
    expect(train('fc(16) -> bn', 1)).toEqual(['bn-of-one-value']);
    expect(train('conv(4) -> global_avgpool -> bn', 1)).toEqual(['bn-of-one-value']);
    expect(train('fc(16) -> bn', 2)).toEqual([]);
    expect(train('conv(4) -> bn -> relu', 1)).toEqual([]);
  });
});
