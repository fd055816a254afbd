// Completion: at each place of a file the words that are accepted there, and no others.
import { expect, it } from 'vitest';
import { completion } from '../../../server/features/completion/completion.js';
import { askAt } from '../support/snapshots.js';

const completions = (fixture: string) => askAt(completion, fixture);
/** Each item by its label, its detail and what it inserts. */
function list(fixture: string): string {
  const capabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
  return askAt(completion, fixture, { capabilities })
    .map(({ label, detail = '', insertText = label }) => `${label} | ${detail} | ${insertText}\n`)
    .join('');
}

// Whole lists: `npx vitest run -u --project unit test/server` writes them again.
it.each([
  ['chain', 'block Unit(n, act=relu) { wide = 2*n conv(wide) -> <|> }'],
  ['arguments', 'network A { input(8x8x1) -> conv(8, <|>) }'],
  ['job', 'network A { input(8x8x1) -> fc(10) }\ntrain A { <|> }'],
  ['optimizers', 'network A { input(8x8x1) -> fc(10) }\ntrain A { optimizer = <|> }'],
])('lists everything in the place of a %s', async (name, fixture) => {
  await expect(list(fixture)).toMatchFileSnapshot(`snapshots/completion-${name}.txt`);
});

const labels = (fixture: string) => completions(fixture).map(({ label }) => label);

it('offers layers, blocks and names in a chain, and nothing of a job', () => {
  const offered = labels(
    'block Unit(n, act=relu) { wide = 2*n conv(wide) -> act -> <|> }\nnetwork A { input(8x8x1) -> Unit(4) }',
  );
  expect(offered).toEqual(expect.arrayContaining(['n', 'act', 'wide', 'Unit', 'conv', 'add']));
  expect(offered).not.toContain('output');
  expect(offered).not.toEqual(expect.arrayContaining(['sgd']));
  expect(offered).not.toContain('digits');
});

it('documents a layer as its declaration does', () => {
  const item = completions('network A { input(8x8x1) -> con<|> }').find(({ label }) => label === 'conv');
  expect(item?.detail).toMatch(/^conv\(filters, kernel=3x3, /);
  expect(item?.documentation).toMatchObject({ value: expect.stringContaining('Convolution: each of the `filters`') });
});

it('offers the arguments that are still free, by name', () => {
  const offered = labels('network A { input(8x8x1) -> conv(8, stride=2, <|>) }');
  expect(offered).toEqual(expect.arrayContaining(['kernel', 'pad', 'dilation', 'groups', 'bias']));
  expect(offered).not.toContain('stride');
  expect(offered).not.toContain('filters');
  expect(labels('network A { input(8x8x1) -> Unit(<|> }\nblock Unit(n, act=relu) { conv(n) -> act }')).toEqual(
    expect.arrayContaining(['n', 'act']),
  );
});

it('offers the words an argument takes', () => {
  expect(labels('network A { input(8x8x1) -> conv(8, pad=<|>) }')).toEqual(['same', 'same_upper', 'same_lower']);
  expect(labels('network A { input(8x8x1) -> conv(8, bias=<|>) }')).toEqual(['true', 'false']);
  expect(labels('network A { input(8x8x1) -> upsample(2, <|>) }')).toEqual(
    expect.arrayContaining(['mode', 'nearest', 'bilinear']),
  );
});

it('offers what a job may say, and its values', () => {
  const job = (inside: string) => labels(`network A { input(8x8x1) -> fc(10) }\ntrain A { ${inside} }`);
  expect(job('data = digits\n <|>')).toEqual(expect.arrayContaining(['optimizer', 'batch', 'epochs']));
  expect(job('data = <|>')).toContain('digits');
  const optimizers = job('optimizer = <|>');
  expect(optimizers).toEqual(expect.arrayContaining(['sgd', 'adam', 'adamw']));
  expect(optimizers).not.toContain('digits');
  expect(job('augment = flip -> <|>')).toEqual(['flip', 'crop', 'normalise']);
  expect(job('augment = crop(<|>)')).toEqual(expect.arrayContaining(['size', 'pad']));
  expect(job('optimizer = sgd(<|>)')).toEqual(expect.arrayContaining(['lr', 'momentum', 'nesterov', 'decay']));
});

it('offers branches in a join, without names', () => {
  const inJoin = (branches: string) => labels(`network A { input(8x8x1) -> add(${branches}) }`);
  for (const branches of ['<|>', 'conv(1), <|>', '[<|>']) {
    const offered = inJoin(branches);
    expect(offered).toEqual(expect.arrayContaining(['conv', 'identity', 'mul']));
    expect(offered).not.toContain('branches');
    expect(offered).not.toContain('output');
  }
  expect(inJoin('branches=<|>')).toEqual([]);
});

it('offers what an assertion can speak of', () => {
  const figures = ['params', 'weights', 'biases', 'buffers', 'macs', 'flops', 'activations', 'layers'];
  const asserting = (inside: string) => labels(`network A { limit = 2K input(8x8x1) -> fc(10)\n ${inside} }`);
  for (const inside of ['assert <|>', 'assert par<|>', 'assert 2*<|>', 'assert (<|>', 'assert params < 3 + <|>']) {
    expect(asserting(inside).filter((label) => label !== 'limit')).toEqual(figures);
  }
  expect(asserting('assert limit > <|> params')).toContain('limit');
  expect(asserting('assert params <|>')).toEqual([]);
  expect(asserting('assert params < 1K <|>')).toContain('output');
});

it('offers the networks of a file to train', () => {
  const text = 'network Small { input(8x8x1) -> fc(10) }\nnetwork Large { input(8x8x1) -> fc(20) -> fc(10) }\n';
  for (const train of ['train <|>', 'train La<|>', 'train <|> { data = digits }', 'train <|>\nblock B { relu }']) {
    expect(labels(text + train)).toEqual(['Small', 'Large']);
  }
});

it('offers the layers that have defaults, and their arguments by name', () => {
  const offered = labels('defaults { <|> }');
  expect(offered).toEqual(expect.arrayContaining(['conv', 'maxpool', 'bn', 'fc']));
  for (const refused of ['input', 'relu', 'add', 'identity', 'output']) expect(offered).not.toContain(refused);
  expect(labels('block conv { relu }\ndefaults { conv(<|>) }')).toEqual(
    expect.arrayContaining(['kernel', 'pad', 'bias']),
  );
  expect(labels('defaults { conv(<|>) }')).not.toContain('same');
  expect(labels('defaults { conv(pad=<|>) }')).toEqual(['same', 'same_upper', 'same_lower']);
});

it('offers in a chain only what something can flow into, and at its start a tensor', () => {
  const chain = (inside: string) => labels(`network A { ${inside} }`);
  for (const inside of ['input(8x8x1) -> <|>', 'input(8x8x1) -> [<|>', 'input(8x8x1) -> [relu -> <|>']) {
    const offered = chain(inside);
    expect(offered).toContain('conv');
    expect(offered).not.toContain('input');
    expect(offered).not.toContain('output');
  }
  const first = chain('<|>');
  expect(first).toEqual(expect.arrayContaining(['input', 'assert', 'output', 'add']));
  expect(first).not.toContain('conv');
  expect(labels('block B { <|> }')).toEqual(expect.arrayContaining(['input', 'conv', 'identity']));
});

it('offers an argument and a setting once, and none where none may follow', () => {
  const call = (inside: string) => labels(`network A { input(8x8x1) -> ${inside} }`);
  expect(call('conv(8, <|>, stride=2)')).not.toContain('stride');
  expect(call('upsample(factor=2, <|>)')).toEqual(['mode']);
  expect(call('relu(<|>)')).toEqual([]);
  const job = labels('train { data = digits\n <|>\n batch = 64 }');
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
])('offers nothing where a new name or a sign is due: %s', (fixture) => {
  expect(labels(fixture)).toEqual([]);
});

it('offers statements where a file is empty', () => {
  expect(labels('<|>')).toEqual(expect.arrayContaining(['network', 'block', 'train', 'defaults', 'import']));
});

it.each([
  'network A { input(8x8x1) -> fc(10) // a re<|>\n}',
  'network A { input(8x8x1) /* a re<|> */ -> fc(10) }',
  'import "blo<|>cks.cnn"',
  'network A { input(8x8x1) -> fc(1<|>) }',
])('stays silent in comments, strings and numbers: %s', (fixture) => {
  expect(labels(fixture)).toEqual([]);
});

it('offers the functions of numbers where a number is computed', () => {
  const functions = ['round', 'floor', 'ceil', 'max', 'min'];
  for (const call of ['conv(2*<|>)', 'conv(max(8, <|>))', 'conv(round(<|>))', 'fc(<|>)']) {
    expect(labels(`network A { input(8x8x1) -> ${call} }`), call).toEqual(expect.arrayContaining(functions));
  }
  expect(labels('network A { input(8x8x1) -> conv(max(8, <|>)) }')).not.toContain('numbers');
  expect(labels('network A { input(8x8x1) -> <|> }')).not.toContain('max');
  expect(labels('network A { input(8x8x1) -> conv(8, pad=<|>) }')).not.toContain('max');
});
