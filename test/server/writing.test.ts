// What helps while writing: completion, signature help and going to a definition, over the real protocol.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionItem, Location, SignatureHelp } from 'vscode-languageserver/node';
import { readCursor } from '../support/markers.js';
import { type RunningServer, startServer } from './running-server.js';

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
}, 60_000);

afterAll(() => server.stop());

/** Asks at `<|>`. */
async function ask<R>(method: string, fixture: string): Promise<{ uri: string; text: string; answer: R }> {
  const { text, position } = readCursor(fixture);
  const uri = await server.open(text);
  return { uri, text, answer: await server.session.request<R>(method, { textDocument: { uri }, position }) };
}

async function completions(fixture: string): Promise<CompletionItem[]> {
  return (await ask<CompletionItem[] | null>('textDocument/completion', fixture)).answer ?? [];
}

const labels = async (fixture: string) => (await completions(fixture)).map(({ label }) => label);

/** The active parameter as the signature writes it, after the signature. */
async function signature(fixture: string): Promise<string | undefined> {
  const { answer } = await ask<SignatureHelp | null>('textDocument/signatureHelp', fixture);
  if (!answer) return undefined;
  const [{ label, parameters }] = answer.signatures;
  const active = parameters?.[answer.activeParameter ?? -1]?.label as [number, number] | undefined;
  return `${label} | ${active ? label.slice(...active) : ''}`;
}

/** The text that a name leads to, with its line. */
async function definition(fixture: string): Promise<string | undefined> {
  const { uri, text, answer } = await ask<Location | null>('textDocument/definition', fixture);
  if (!answer) return undefined;
  const source =
    answer.uri === uri
      ? text
      : (await server.session.request<{ text: string }>('workspace/textDocumentContent', { uri: answer.uri })).text;
  const { start, end } = answer.range;
  const line = source.split('\n')[start.line];
  return `${line.slice(start.character, end.character)} in: ${line.trim()}`;
}

describe('completion', () => {
  it('offers layers, blocks and names in a chain, and nothing of a job', async () => {
    const offered = await labels(
      'block Unit(n, act=relu) { wide = 2*n conv(wide) -> act -> <|> }\nnetwork A { input(8x8x1) -> Unit(4) }',
    );
    expect(offered).toEqual(expect.arrayContaining(['n', 'act', 'wide', 'Unit', 'conv', 'add']));
    expect(offered).not.toContain('output');
    expect(offered).not.toEqual(expect.arrayContaining(['sgd']));
    expect(offered).not.toContain('digits');
  });

  it('documents a layer as its declaration does', async () => {
    const item = (await completions('network A { input(8x8x1) -> con<|> }')).find(({ label }) => label === 'conv');
    expect(item?.detail).toMatch(/^conv\(filters, kernel=3x3, /);
    expect(item?.documentation).toMatchObject({ value: expect.stringContaining('Convolution: each of the `filters`') });
  });

  it('offers the arguments that are still free, by name', async () => {
    const offered = await labels('network A { input(8x8x1) -> conv(8, stride=2, <|>) }');
    expect(offered).toEqual(expect.arrayContaining(['kernel', 'pad', 'dilation', 'groups', 'bias']));
    expect(offered).not.toContain('stride');
    expect(offered).not.toContain('filters');
    expect(await labels('network A { input(8x8x1) -> Unit(<|> }\nblock Unit(n, act=relu) { conv(n) -> act }')).toEqual(
      expect.arrayContaining(['n', 'act']),
    );
  });

  it('offers the words an argument takes', async () => {
    expect(await labels('network A { input(8x8x1) -> conv(8, pad=<|>) }')).toEqual(['same']);
    expect(await labels('network A { input(8x8x1) -> conv(8, bias=<|>) }')).toEqual(['true', 'false']);
    expect(await labels('network A { input(8x8x1) -> upsample(2, <|>) }')).toEqual(
      expect.arrayContaining(['mode', 'nearest', 'bilinear']),
    );
  });

  it('offers what a job may say, and its values', async () => {
    const job = (inside: string) => labels(`network A { input(8x8x1) -> fc(10) }\ntrain A { ${inside} }`);
    expect(await job('data = digits\n <|>')).toEqual(expect.arrayContaining(['optimizer', 'batch', 'epochs']));
    expect(await job('data = <|>')).toContain('digits');
    const optimizers = await job('optimizer = <|>');
    expect(optimizers).toEqual(expect.arrayContaining(['sgd', 'adam', 'adamw']));
    expect(optimizers).not.toContain('digits');
    expect(await job('augment = flip -> <|>')).toEqual(['flip', 'crop', 'normalise']);
    expect(await job('augment = crop(<|>)')).toEqual(expect.arrayContaining(['size', 'pad']));
    expect(await job('optimizer = sgd(<|>)')).toEqual(expect.arrayContaining(['lr', 'momentum', 'nesterov', 'decay']));
  });

  it('offers branches in a join, without names', async () => {
    const inJoin = (branches: string) => labels(`network A { input(8x8x1) -> add(${branches}) }`);
    for (const branches of ['<|>', 'conv(1), <|>', '[<|>']) {
      const offered = await inJoin(branches);
      expect(offered).toEqual(expect.arrayContaining(['conv', 'identity', 'mul']));
      expect(offered).not.toContain('branches');
      expect(offered).not.toContain('output');
    }
    expect(await inJoin('branches=<|>')).toEqual([]);
  });

  it('offers what an assertion can speak of', async () => {
    const figures = ['params', 'weights', 'biases', 'buffers', 'macs', 'flops', 'activations', 'layers'];
    const asserting = (inside: string) => labels(`network A { limit = 2K input(8x8x1) -> fc(10)\n ${inside} }`);
    for (const inside of ['assert <|>', 'assert par<|>', 'assert 2*<|>', 'assert (<|>', 'assert params < 3 + <|>']) {
      expect((await asserting(inside)).filter((label) => label !== 'limit')).toEqual(figures);
    }
    expect(await asserting('assert limit > <|> params')).toContain('limit');
    expect(await asserting('assert params <|>')).toEqual([]);
    expect(await asserting('assert params < 1K <|>')).toContain('output');
  });

  it('offers the networks of a file to train', async () => {
    const text = 'network Small { input(8x8x1) -> fc(10) }\nnetwork Large { input(8x8x1) -> fc(20) -> fc(10) }\n';
    for (const train of ['train <|>', 'train La<|>', 'train <|> { data = digits }', 'train <|>\nblock B { relu }']) {
      expect(await labels(text + train)).toEqual(['Small', 'Large']);
    }
  });

  it('offers the layers that have defaults, and their arguments by name', async () => {
    const offered = await labels('defaults { <|> }');
    expect(offered).toEqual(expect.arrayContaining(['conv', 'maxpool', 'bn', 'fc']));
    for (const refused of ['input', 'relu', 'add', 'identity', 'output']) expect(offered).not.toContain(refused);
    expect(await labels('block conv { relu }\ndefaults { conv(<|>) }')).toEqual(
      expect.arrayContaining(['kernel', 'pad', 'bias']),
    );
    expect(await labels('defaults { conv(<|>) }')).not.toContain('same');
    expect(await labels('defaults { conv(pad=<|>) }')).toEqual(['same']);
  });

  it('offers in a chain only what something can flow into, and at its start a tensor', async () => {
    const chain = (inside: string) => labels(`network A { ${inside} }`);
    for (const inside of ['input(8x8x1) -> <|>', 'input(8x8x1) -> [<|>', 'input(8x8x1) -> [relu -> <|>']) {
      const offered = await chain(inside);
      expect(offered).toContain('conv');
      expect(offered).not.toContain('input');
      expect(offered).not.toContain('output');
    }
    const first = await chain('<|>');
    expect(first).toEqual(expect.arrayContaining(['input', 'assert', 'output', 'add']));
    expect(first).not.toContain('conv');
    expect(await labels('block B { <|> }')).toEqual(expect.arrayContaining(['input', 'conv', 'identity']));
  });

  it('offers an argument and a setting once, and none where none may follow', async () => {
    const call = (inside: string) => labels(`network A { input(8x8x1) -> ${inside} }`);
    expect(await call('conv(8, <|>, stride=2)')).not.toContain('stride');
    expect(await call('upsample(factor=2, <|>)')).toEqual(['mode']);
    expect(await call('relu(<|>)')).toEqual([]);
    const job = await labels('train { data = digits\n <|>\n batch = 64 }');
    expect(job).toContain('epochs');
    expect(job).not.toContain('data');
    expect(job).not.toContain('batch');
  });

  it.each([
    'network <|>',
    'block <|>',
    'block B(<|>',
    'block B(n, <|>',
    'import <|>',
    'train A <|>',
    'network A { input(8x8x1) -> conv(8 <|>) }',
  ])('offers nothing where a new name or a sign is due: %s', async (fixture) => {
    expect(await labels(fixture)).toEqual([]);
  });

  it('offers statements where a file is empty', async () => {
    expect(await labels('<|>')).toEqual(expect.arrayContaining(['network', 'block', 'train', 'defaults', 'import']));
  });

  it.each([
    'network A { input(8x8x1) -> fc(10) // a re<|>\n}',
    'network A { input(8x8x1) /* a re<|> */ -> fc(10) }',
    'import "blo<|>cks.cnn"',
    'network A { input(8x8x1) -> fc(1<|>) }',
  ])('stays silent in comments, strings and numbers: %s', async (fixture) => {
    expect(await labels(fixture)).toEqual([]);
  });
});

describe('signature help', () => {
  it.each([
    ['conv(8, <|>)', 'kernel=3x3'],
    ['conv(<|>', 'filters'],
    ['conv(8, pad=(0, <|>))', 'pad=same'],
    ['conv(8, stride=2, <|>)', 'stride=1'],
    ['add(relu, <|>)', 'branches'],
    ['add(conv(3<|>), relu)', 'filters'],
  ])('%s', async (call, active) => {
    expect(await signature(`network A { input(8x8x1) -> ${call} }`)).toMatch(new RegExp(`\\| ${escaped(active)}$`));
  });

  it("knows a file's blocks", async () => {
    expect(
      await signature('block Unit(n, act=relu) { conv(n) -> act }\nnetwork A { input(8x8x1) -> Unit(4, <|>) }'),
    ).toBe('Unit(n, act=relu) | act=relu');
  });

  it('says nothing outside of calls', async () => {
    expect(await signature('network A { input(8x8x1) -> [conv(3) -> <|>]*2 }')).toBeUndefined();
    expect(await signature('block Unit(n, <|>) { conv(n) }')).toBeUndefined();
  });
});

describe('definition', () => {
  const text = `block Unit(n, act=relu) { wide = 2*n conv(wide) -> act }
network A { input(8x8x1) -> Unit(4) -> fc(10) }
train A { data = digits augment = crop(8x8) }`;
  it.each([
    ['conv(wide)', 'conv(wi<|>de)', 'wide in: block Unit'],
    ['-> act', '-> a<|>ct', 'act in: block Unit'],
    ['Unit(4)', 'Un<|>it(4)', 'Unit in: block Unit'],
    ['train A', 'train A<|>', 'A in: network A'],
    ['fc(10)', 'f<|>c(10)', 'fc in: builtin layer fc(units: count, bias: flag = true)'],
    ['crop(8x8)', 'cr<|>op(8x8)', 'crop in: builtin augmentation crop('],
    ['digits', 'dig<|>its', 'digits in: builtin data digits'],
  ])('%s', async (before, after, expected) => {
    expect(await definition(text.replace(before, after))).toContain(expected);
  });

  it('of nothing is none', async () => {
    expect(await definition(`${text} // <|>`)).toBeUndefined();
    expect(await definition('network A { input(8x8x1) -> unk<|>nown }')).toBeUndefined();
  });

  it("shows the language's own declarations without checking them", async () => {
    const { answer } = await ask<Location>('textDocument/definition', text.replace('fc(', 'f<|>c('));
    const { text: source } = await server.session.request<{ text: string }>('workspace/textDocumentContent', {
      uri: answer.uri,
    });
    await server.session.write(answer.uri, source);
    expect(await server.session.hover(answer.uri, { line: 0, character: 0 })).toBeNull();
    expect(server.session.published.filter(({ uri }) => uri === answer.uri)).toEqual([]);
  });
});

const escaped = (text: string) => text.replace(/[()=]/g, '\\$&');
