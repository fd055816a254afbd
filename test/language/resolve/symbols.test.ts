// What each kind of name means, where it is declared and where else it is used.
import { describe, expect, it } from 'vitest';
import { builtinsText, type Importer, parseTree, resolveNames } from '../../../language/index.js';
import { renderSymbol, resolveText } from './render-symbol.js';

/** A network whose body is the text, after what stands before it. */
const network = (body: string, before = '') => `${before}network A { ${body} }`;

describe('labels and values', () => {
  it("finds conv's parameter on the label, and the block's own on the value", () => {
    const block = (call: string) => `block B(stride=1) { conv(8, ${call}) -> conv(stride) }`;
    expect(renderSymbol(block('str<|>ide=stride'))).toBe(
      `parameter conv.stride in builtins.cnn: ${block('‹stride›=stride')}`,
    );
    expect(renderSymbol(block('stride=str<|>ide'))).toBe(
      'block B(«stride»=1) { conv(8, stride=‹stride›) -> conv(‹stride›) }',
    );
  });

  it("finds a block's parameter on the label of its call", () => {
    expect(renderSymbol('block B(n) { conv(n) } network A { input(8x8x1) -> B(<|>n=8) }')).toBe(
      'block B(«n») { conv(‹n›) } network A { input(8x8x1) -> B(‹n›=8) }',
    );
  });

  it("takes a parameter's words before any other name", () => {
    const text = 'block B(same) { conv(8, pad=<|>same) -> conv(same) }';
    expect(renderSymbol(text)).toBe('word same: block B(same) { conv(8, pad=‹same›) -> conv(same) }');
  });

  it('finds where an argument of a built-in is declared', () => {
    const found = resolveText(network('input(8x8x1) -> conv(8, groups=1)')).references.find(
      ({ kind }) => kind === 'label',
    );
    const { start, end } = found!.symbol.declaration!.range;
    const line = builtinsText.split('\n')[start.line];
    expect(line).toMatch(/^ *filters: count, kernel: size = 3x3, stride: size = 1/);
    expect(line.slice(start.character, end.character)).toBe('groups');
  });

  it('knows no label that the call does not have', () => {
    expect(renderSymbol(network('input(8x8x1) -> conv(8, bre<|>adth=3)'))).toBe('nothing');
  });
});

describe('blocks and built-ins', () => {
  it('finds the block that hides a built-in', () => {
    expect(renderSymbol('block relu { gelu } network A { input(8x8x1) -> re<|>lu -> relu() }')).toBe(
      'block «relu» { gelu } network A { input(8x8x1) -> ‹relu› -> ‹relu›() }',
    );
  });

  it('finds a built-in in upper case and by its other name', () => {
    expect(renderSymbol('INPUT(8x8x1) -> PO<|>OL -> maxpool')).toBe(
      'builtin maxpool in builtins.cnn: INPUT(8x8x1) -> ‹POOL› -> ‹maxpool›',
    );
  });

  it('finds a layer in `defaults`, whatever the blocks are called', () => {
    expect(renderSymbol('block conv { relu } defaults { con<|>v(bias=false) }')).toBe(
      'builtin conv in builtins.cnn: block conv { relu } defaults { ‹conv›(bias=false) }',
    );
  });
});

describe('names of a block or network', () => {
  it('shows a parameter that hides a block', () => {
    expect(renderSymbol('block act { relu } block B(act=relu) { conv(8) -> ac<|>t }')).toBe(
      'block act { relu } block B(«act»=relu) { conv(8) -> ‹act› }',
    );
  });

  it('keeps the names of two bodies apart', () => {
    expect(renderSymbol('block B(n) { conv(n) } block C(n) { fc(<|>n) }')).toBe(
      'block B(n) { conv(n) } block C(«n») { fc(‹n›) }',
    );
  });

  it('sees only the names before it in a number', () => {
    expect(renderSymbol(network('m = <|>n*2 n = 3 input(8x8x1) -> conv(n)'))).toBe('nothing');
    expect(renderSymbol(network('n = 3 m = <|>n*2 input(8x8x1) -> conv(m)'))).toBe(
      network('«n» = 3 m = ‹n›*2 input(8x8x1) -> conv(m)'),
    );
  });

  it('sees the names after it in a piece and in the result, which are placed later', () => {
    expect(renderSymbol(network('p = [conv(<|>n) -> q] input(8x8x1) -> p n = 3 q = relu'))).toBe(
      network('p = [conv(‹n›) -> q] input(8x8x1) -> p «n» = 3 q = relu'),
    );
    expect(renderSymbol(network('input(8x8x1) -> <|>p p = relu'))).toBe(network('input(8x8x1) -> ‹p› «p» = relu'));
  });

  it('sees only the names before it in a tensor', () => {
    const text = network('x = input(8x8x1) -> <|>relu relu = gelu x -> relu');
    expect(renderSymbol(text)).toBe(
      `builtin relu in builtins.cnn: ${network('x = input(8x8x1) -> ‹relu› relu = gelu x -> relu')}`,
    );
  });

  it('takes the first of two bindings with one name', () => {
    expect(renderSymbol(network('n = 3 n = 4 input(8x8x1) -> conv(<|>n)'))).toBe(
      network('«n» = 3 n = 4 input(8x8x1) -> conv(‹n›)'),
    );
  });

  it('sees the parameters before it in a default', () => {
    expect(renderSymbol('block B(n, m=2*<|>n) { conv(m) }')).toBe('block B(«n», m=2*‹n›) { conv(m) }');
  });

  it('knows figures in assertions, and the depth of a tensor', () => {
    expect(renderSymbol(network('input(8x8x1) assert par<|>ams < 1M'))).toContain('figure params: ');
    expect(renderSymbol(network('input(8x8x1) -> conv(2*chan<|>nels)'))).toContain('figure channels: ');
    expect(renderSymbol('block B(channels) { conv(chan<|>nels) }')).toBe('block B(«channels») { conv(‹channels›) }');
  });
});

describe('training', () => {
  const job = (settings: string) => `network A { input(28x28x1) -> fc(10) } train A { ${settings} }`;

  it('finds the network, and a network without a name by that of its file', () => {
    expect(renderSymbol('network Net { input(8x8x1) } train N<|>et { }')).toBe(
      'network «Net» { input(8x8x1) } train ‹Net› { }',
    );
    expect(renderSymbol('input(8x8x1) -> fc(2) train exam<|>ple { }')).toBe(
      '«input(8x8x1)» -> fc(2) train ‹example› { }',
    );
  });

  it('finds settings, data sets, optimizers and their arguments', () => {
    expect(renderSymbol(job('bat<|>ch = 64'))).toContain('setting training.batch in builtins.cnn: ');
    expect(renderSymbol(job('data = dig<|>its'))).toContain('builtin digits in builtins.cnn: ');
    expect(renderSymbol(job('optimizer = sgd(l<|>r=0.1)'))).toContain('parameter sgd.lr in builtins.cnn: ');
    expect(renderSymbol(job('init = xav<|>ier'))).toContain('word xavier: ');
  });

  it('finds augmentations by their own names', () => {
    const found = resolveText(job('augment = flip -> crop(24x24, pad=2)')).references;
    const ids = found.map(({ symbol }) => symbol.id);
    expect(ids.filter((id) => id.startsWith('builtin:augmentation'))).toEqual([
      'builtin:augmentation:flip',
      'builtin:augmentation:crop',
      'builtin:augmentation:crop.pad',
    ]);
  });

  it('lets a setting name the settings before it', () => {
    expect(renderSymbol(job('optimizer = sgd(momentum=l<|>r, lr=0.1)'))).toContain(
      'parameter sgd.lr in builtins.cnn: ',
    );
    expect(renderSymbol(job('batch = 8 epochs = bat<|>ch'))).toContain('setting training.batch in builtins.cnn: ');
  });

  it('follows a frozen path', () => {
    const text = (path: string) => `block Unit { conv(8) -> [bn -> relu]*2 }
network A { stem = [Unit -> Unit] input(8x8x1) -> stem -> fc(2) }
train A { freeze = ("${path}", "fc") }`;
    expect(renderSymbol(text('stem/Un<|>it.2/conv'))).toBe(
      text('stem/‹Unit›.2/conv').replace('block Unit', 'block «Unit»').replace('[Unit -> Unit]', '[‹Unit› -> ‹Unit›]'),
    );
    expect(renderSymbol(text('stem/Unit.2/co<|>nv'))).toContain('builtin conv in builtins.cnn: ');
    expect(renderSymbol(text('stem/Unit/group[1]/b<|>n'))).toContain('builtin bn in builtins.cnn: ');
  });
});

describe('imports', () => {
  const files: Record<string, string> = {
    'blocks.cnn': 'import "inner.cnn"\nblock Unit(n) { Inner(n) }',
    'inner.cnn': 'block Inner(n) { conv(n) }',
  };
  const importer: Importer = (path) => (path in files ? { id: `/${path}`, parsed: parseTree(files[path]) } : undefined);
  const text = (call: string, path = 'blocks.cnn') => `import "${path}" network A { input(8x8x1) -> ${call} }`;

  it('finds an imported block, its parameter and the file', () => {
    expect(renderSymbol(text('Un<|>it(n=8)'), importer)).toContain('block Unit in /blocks.cnn: ');
    expect(renderSymbol(text('Unit(<|>n=8)'), importer)).toContain('parameter Unit.n in /blocks.cnn: ');
    expect(renderSymbol(text('relu', 'blo<|>cks.cnn'), importer)).toContain('import blocks.cnn in /blocks.cnn: ');
  });

  it('does not bring what an imported file imports itself', () => {
    expect(renderSymbol(text('Inn<|>er(8)'), importer)).toBe('nothing');
  });

  it('takes its own block before an imported one', () => {
    expect(renderSymbol(`block Unit { relu } ${text('Un<|>it')}`, importer)).toContain('block «Unit»');
  });

  it('follows a frozen path into the imported file', () => {
    const frozen = (path: string) => `${text('Unit(8)')} train A { freeze = "${path}" }`;
    expect(renderSymbol(frozen('Unit/Inn<|>er/conv'), importer)).toContain('block Inner in /inner.cnn: ');
  });
});

describe('a whole file', () => {
  it('lists declarations and scopes in the order of the text', () => {
    const symbols = resolveText('block B(n, act=relu) { m = 2*n conv(m) -> act }\nnetwork A { input(8x8x1) -> B(2) }');
    expect(symbols.declarations.map(({ kind, symbol, value }) => [kind, symbol.name, symbol.owner, value])).toEqual([
      ['block', 'B', undefined, undefined],
      ['parameter', 'n', 'B', undefined],
      ['parameter', 'act', 'B', 'relu'],
      ['binding', 'm', 'B', '2*n'],
      ['network', 'A', undefined, undefined],
    ]);
    expect(symbols.scopes.map(({ owner, names }) => [owner.name, names.map(({ symbol }) => symbol.name)])).toEqual([
      ['B', ['n', 'act', 'm']],
      ['A', []],
    ]);
    expect(symbols.blocks).toMatchObject([{ name: 'B', signature: 'B(n, act=relu)', parameters: ['n', 'act=relu'] }]);
  });

  it('is plain data', () => {
    const { declarations, references, scopes } = resolveText('block B(n) { conv(n) } input(8x8x1) -> B(2)');
    for (const data of [declarations, references, scopes]) expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  it('says the same after an edit as from the beginning, and collects only what was edited', () => {
    const before = parseTree('block B(n) { conv(n) }\n\nnetwork A { input(8x8x1) -> B(2) }\n');
    resolveNames(before, 'a', () => undefined);
    const text = before.text.replace('B(2)', 'B(n=4)').replace('\n\n', '\n// more\n\n\n');
    const after = parseTree(text, before);
    expect(after.statements[0].tree).toBe(before.statements[0].tree);
    const ids = (file: typeof after) =>
      resolveNames(file, 'a', () => undefined).references.map(({ symbol, range }) => [symbol, range]);
    expect(ids(after)).toEqual(ids(parseTree(text)));
  });

  it('never throws on broken text', () => {
    const text = `import "x.cnn" defaults { conv(bias=false) relu }
block B(n, act=relu, skip=input -> conv(2)) { m = -2*(n + 1) add(conv(m, pad=(1, same)) -> act, skip)*2 }
network A { x = input(8x8x1) -> B(n=2)*3 output(x -> fc(2), weight=2) assert params < 1M }
train A { data = shapes(8x8x3) optimizer = sgd(lr=0.1) freeze = ("B/conv", "x") augment = flip -> crop(8x8) }
input(3x3x1) -> [relu -> B(2)]*2`;
    for (let end = 0; end <= text.length; end += 3) {
      for (const broken of [text.slice(0, end), text.slice(end), text.slice(0, end) + text.slice(end + 7)]) {
        const symbols = resolveText(broken);
        symbols.symbolAt({ line: 1, character: end });
        expect([symbols.declarations, symbols.references, symbols.scopes, symbols.blocks]).toBeDefined();
      }
    }
  });
});
