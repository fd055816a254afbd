// The border around analysis: whatever throws inside becomes one diagnostic, and the rest of the file is analysed.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { analyse, parseCnn, parseTree } from '../../language/index.js';
import * as lrn from '../../language/layers/normalisation/lrn.js';
import { readText } from './ground-truth.js';

const show = (text: string) =>
  parseCnn(text, 'file').diagnostics.map(({ code, range }) => `${code} ${range.start.line}:${range.start.character}`);

afterEach(() => vi.restoreAllMocks());

describe('a throw', () => {
  const text = 'network Bad { input(8x8x3) -> lrn -> fc(2) }\nnetwork Good { input(8x8x3) -> fc(2) }';

  it('in a network is one diagnostic there, and the other networks are analysed', () => {
    vi.spyOn(lrn.lrn, 'resolve').mockImplementation(() => {
      throw new TypeError('thrown by the test');
    });
    const analysis = parseCnn(text, 'file');
    expect(analysis.networks.map(({ name }) => name)).toEqual(['Good']);
    expect(analysis.diagnostics).toHaveLength(1);
    expect(analysis.diagnostics[0]).toMatchObject({ code: 'internal-error', range: { start: { line: 0 } } });
    expect(analysis.diagnostics[0].message).toContain('TypeError: thrown by the test');
    expect(analysis.failures?.[0]).toContain('failures.test.ts');
    expect(analysis.failed).toBeUndefined();
  });

  it('leaves nothing behind: the next analysis is as usual', () => {
    const parsed = parseTree(text);
    const spy = vi.spyOn(lrn.lrn, 'resolve').mockImplementation(() => {
      throw new Error('once');
    });
    const before = analyse(parsed, 'file', () => undefined);
    spy.mockRestore();
    const after = analyse(parsed, 'file', () => undefined, before);
    expect(after.diagnostics).toEqual([]);
    expect(after.networks.map(({ name }) => name)).toEqual(['Bad', 'Good']);
  });

  it('outside of all statements is one diagnostic at the start', () => {
    const analysis = analyse(parseTree(`import "x.cnn"\n${text}`), 'file', () => {
      throw new Error('no importer');
    });
    expect(analysis.failed).toBe(true);
    expect(analysis.diagnostics.map(({ code, range }) => [code, range.start.line])).toEqual([['internal-error', 0]]);
  });
});

describe('a name twice with nothing behind it', () => {
  it.each([
    ['network N { a = 3 a = }', 'syntax 0:22'],
    ['block U(a) { a = }', 'syntax 0:17'],
  ])('%s', (text, expected) => expect(show(text)).toEqual([expected]));
});

describe('every truncation', () => {
  const forms = [
    'import "a.cnn"',
    'defaults { conv(bias=false) }',
    'block B(n, p = relu, q = n*2) { a = conv(n) -> p  b = add(a, input) assert n < 3 b -> [a]*(n - 1) }',
    'network N { x = input(8x8x3) -> conv(4) n = 3 output(x -> fc(n), weight=0.3) assert params < 9 }',
    'train N { data = digits optimizer = sgd(lr=0.1, momentum=0.9) batch = 32 augment = (flip, crop(2)) }',
    'train N { freeze = ("a", "b") epochs = 3 schedule = cosine }',
    'builtin layer x(a: count = 3)',
    'input(28x28x1) -> conv(6, 5x5, pad=(0, 0, 1, 1)) -> [relu]*2 -> fc(10)',
  ];
  const examples = ['examples/lenet5.cnn', 'examples/resnet.cnn', 'examples/unet.cnn', 'examples/vgg16.cnn'].flatMap(
    (path) => {
      try {
        return [readText(path)];
      } catch {
        return [];
      }
    },
  );

  it.each(forms)('of %s fails nowhere', (form) => {
    const rest = 'network N { input(8x8x3) -> fc(2) }';
    for (let length = 0; length <= form.length; length++) {
      for (const text of [form.slice(0, length), `${form.slice(0, length)}\n${rest}`]) {
        expect(parseCnn(text, 'file').failures ?? [], text).toEqual([]);
      }
    }
  });

  it('of the examples fails nowhere', () => {
    expect(examples.length).toBeGreaterThan(1);
    for (const text of examples) {
      let parsed = parseTree(text);
      for (let length = text.length; length >= 0; length -= 13) {
        parsed = parseTree(text.slice(0, length), parsed);
        expect(analyse(parsed, 'file', () => undefined).failures ?? [], `at ${length}`).toEqual([]);
      }
    }
  });
});
