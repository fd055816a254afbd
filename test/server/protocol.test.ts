// The language server as an editor sees it: the bundle that ships, run as a process, over its real protocol.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity, type InlayHint, type MarkupContent } from 'vscode-languageserver/node';
import type { Severity } from '../../language/index.js';
import { memoryOf } from '../../runtime/plan/index.js';
import { readCursor, renderHints, renderProblems, stripMarkers } from '../markers.js';
import { lenet5, textbookPattern } from './networks.js';
import { type NodeServer, startNodeServer } from './node-server.js';
import type { Session } from './session.js';

let server: NodeServer;
let session: Session;
let files = 0;

beforeAll(async () => {
  server = await startNodeServer();
  session = server.session;
}, 60_000);

afterAll(() => server.stop());

/** Opens a text as a file of its own and answers with its URI. */
async function open(text: string, name = `file${++files}.cnn`): Promise<string> {
  const uri = `file:///workspace/${name}`;
  await session.write(uri, text);
  return uri;
}

const words: Partial<Record<DiagnosticSeverity, Severity>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Hint]: 'advice',
};

function render(text: string, diagnostics: readonly Diagnostic[]): string {
  const problems = diagnostics.map(({ range, severity, message, relatedInformation = [] }) => ({
    range,
    severity: words[severity!]!,
    message: message as string,
    related: relatedInformation.map(({ location, message: note }) => ({ range: location.range, message: note })),
  }));
  return renderProblems(text, problems);
}

/** The hover at `<|>`, as markdown; undefined where there is none. */
async function hoverAt(fixture: string, name?: string): Promise<string | undefined> {
  const { text, position } = readCursor(fixture);
  const hover = await session.hover(await open(text, name), position);
  return (hover?.contents as MarkupContent | undefined)?.value;
}

async function hintsOf(text: string): Promise<string> {
  const hints = await session.inlayHints(await open(text));
  return renderHints(text, hints as (InlayHint & { label: string })[]);
}

describe('the start', () => {
  it('says what it can do', () => {
    expect(server.initialized.capabilities).toMatchObject({
      hoverProvider: true,
      inlayHintProvider: { resolveProvider: true },
      codeLensProvider: {},
      codeActionProvider: { codeActionKinds: ['quickfix'] },
    });
  });
});

describe('diagnostics', () => {
  it('are none for a good file', async () => {
    expect(await session.diagnostics(await open(lenet5))).toEqual([]);
  });

  it('stand on the argument that causes them', async () => {
    const fixture = `network A {
  input(28x28x1) -> maxpool(2) -> maxpool(2)
//                                ^^^^^^^^^^ note: 7x7x1 comes from here.
  -> conv(16, 9x9, pad=0) -> fc(10)
//            ^^^ error: a 9x9 window does not fit the 7x7 it is given: 28 -> 14 -> 7.
  -> cov(3)
//   ^^^ error: nothing is called \`cov\` here: did you mean \`conv\`?
}`;
    const text = stripMarkers(fixture);
    const diagnostics = await session.diagnostics(await open(text));
    expect(render(text, diagnostics)).toBe(fixture);
    expect(diagnostics.map(({ code, source }) => [source, code])).toEqual([
      ['cnn', 'window-too-large'],
      ['cnn', 'unknown-name'],
    ]);
  });

  it('come while typing and go when the mistake is mended, for the newest version only', async () => {
    const uri = await open('network A { input(8x8x1) -> conv(4, 5x5, pad=0) -> fc(10) }');
    expect(await session.diagnostics(uri)).toEqual([]);
    await session.type(uri, { line: 0, character: 36 }, '1');
    expect(await session.diagnostics(uri)).toMatchObject([
      { code: 'window-too-large', range: { start: { line: 0, character: 36 }, end: { line: 0, character: 40 } } },
    ]);
    await session.write(uri, 'network A { input(8x8x1) -> conv(4, 5x5, pad=0) -> fc(10) }');
    expect(await session.diagnostics(uri)).toEqual([]);
  });

  it('wait for a pause, so that a word half typed is not called an error', async () => {
    const uri = await open('network A { input(8x8x1) ->  fc(10) }');
    await session.diagnostics(uri);
    const before = session.published.length;
    for (const [index, letter] of [...'relu ->'].entries()) {
      await session.type(uri, { line: 0, character: 28 + index }, letter);
    }
    expect(await session.diagnostics(uri)).toEqual([]);
    expect(session.published.slice(before).every(({ diagnostics }) => diagnostics.length === 0)).toBe(true);
  });

  it('are taken away when the file is closed', async () => {
    const uri = await open('network A { nonsense }');
    expect(await session.diagnostics(uri)).not.toEqual([]);
    await session.close(uri);
    await expect.poll(() => session.published.findLast((params) => params.uri === uri)?.diagnostics).toEqual([]);
    expect(await session.hover(uri, { line: 0, character: 0 })).toBeNull();
  });

  it('bring their fixes', async () => {
    const text = 'network A { input(8x8x1) -> cov(4) -> fc(10) }';
    const uri = await open(text);
    const [diagnostic] = await session.diagnostics(uri);
    const [action] = (await session.codeActions(uri, diagnostic))!;
    expect(action).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'unknown-name' }] });
    const [edit] = action.edit!.changes![uri];
    const { start, end } = edit.range;
    await session.write(uri, text.slice(0, start.character) + edit.newText + text.slice(end.character));
    expect(await session.diagnostics(uri)).toEqual([]);
  });

  it('bring no fix that would not mend', async () => {
    // Padding of 3 would be over half of the window: only the rounding is offered.
    const uri = await open('network A { input(32x32x3) -> conv(4) -> maxpool(5, stride=5) -> fc(10) }');
    const diagnostics = await session.diagnostics(uri);
    const unseen = diagnostics.find(({ code }) => code === 'pixels-unseen')!;
    expect(unseen.severity).toBe(2);
    const actions = (await session.codeActions(uri, unseen))!.filter(
      ({ diagnostics }) => diagnostics?.[0].code === 'pixels-unseen',
    );
    expect(actions.map(({ title }) => title)).toEqual(['Write ceil=true']);
  });

  it('are hints where they are advice, which the settings switch off', async () => {
    const uri = await open('network A { input(28x28x1) -> conv(16) -> bn -> relu -> fc(10) }');
    const [advice] = await session.diagnostics(uri);
    expect(advice).toMatchObject({ code: 'bias-before-bn', severity: 4 });
    const newest = () => session.published.findLast((params) => params.uri === uri)?.diagnostics;
    await session.configure({ advice: { disabled: ['bias-before-bn', 7] } });
    await expect.poll(newest).toEqual([]);
    expect(await session.codeActions(uri, advice)).toEqual([]);
    await session.configure({ advice: { disabled: 'bias-before-bn' } });
    await expect.poll(newest).toHaveLength(1);
  });
});

describe('hover', () => {
  it('opens with the row of the textbook, then puts the numbers into the formulas', async () => {
    const hover = await hoverAt(lenet5.replace('conv(6', 'co<|>nv(6'));
    expect(hover).toContain('LeNet5 · 2nd of 12 layers');
    expect(hover).toContain('CONV5-6: [28x28x6]   memory: 28*28*6 = 4.7K   weights: (5*5*1)*6 = 150');
    expect(hover).toContain('| output | 28x28x6: `(28 - 5 + 2*2)/1 + 1 = 28` |');
    expect(hover).toContain('| activations | 4,704 = 18.4 KiB an image, 36.8 KiB with their gradients |');
    expect(hover).toContain('| parameters | 150 weights + 6 biases = 624 B, 1.8 KiB with gradients and momentum |');
    expect(hover).toContain('| operations | 118K multiply-accumulates, 28 % of the network |');
    expect(hover).toContain('| receptive field | 5x5, stride 1, first centre at 0 |');
    expect(hover).toMatch(/\| this job \| batch 64: 2\.3 MiB with gradients; the whole step holds [\d.]+ MiB \|/);
    expect(hover).toContain('Convolution: each of the `filters` slides a window');
  });

  it('puts asymmetric padding, stride, dilation and rounding into the formula', async () => {
    const hover = await hoverAt(
      'network A { input(30x12x3) -> con<|>v(8, 3x5, stride=2, pad=(1, 0, 0, 2), dilation=2) -> fc(2) }',
    );
    // (30 - (2*2+1) + 1)/2 + 1 = 14; (12 - (2*4+1) + 2)/2 + 1 = 3.5
    expect(hover).toContain(
      '14x3x8: height `(30 - (2*(3 - 1) + 1) + 1 + 0)/2 + 1 = 14`, ' +
        'width `(12 - (2*(5 - 1) + 1) + 0 + 2)/2 + 1 = 3.5`, rounded down to 3',
    );
  });

  it('shows the instances of a repeat side by side', async () => {
    const hover = await hoverAt(textbookPattern.replace('POOL', 'PO<|>OL'), 'pattern.cnn');
    expect(hover).toContain('3 instances');
    expect(hover).toMatch(/\| output \| 16x16x32: [^|]+ \| 8x8x32: [^|]+ \| 4x4x32: [^|]+ \|/);
  });

  it('sums up a network at its name, where it is defined and where it is trained', async () => {
    const defined = await hoverAt(lenet5.replace('LeNet5', 'LeNet<|>5'));
    expect(defined).toContain('| parameters | 61,706 = 61,470 weights + 236 biases, 241 KiB |');
    expect(defined).toContain('| operations | 417K multiply-accumulates an image, 833K FLOPs |');
    expect(defined).toContain('with batch 64 and sgd(lr=0.05, momentum=0.9) (as the job says)');
    expect(defined).toContain('INPUT -> [CONV -> RELU -> POOL]*2 -> [FC -> RELU]*2 -> FC');
    expect(await hoverAt(lenet5.replace('train LeNet5', 'train <|>LeNet5'))).toBe(defined);
  });

  it('explains a built-in name', async () => {
    expect(await hoverAt(lenet5.replace('sgd', 's<|>gd'))).toContain('Stochastic gradient descent');
  });

  it('says nothing where nothing stands, and never breaks on a broken file', async () => {
    expect(await hoverAt(lenet5.replace('  input', '<|>  input'))).toBeUndefined();
    expect(await hoverAt('network A { input(28x28x1) -> conv(<|>')).toContain('conv(');
    expect(await hoverAt('network A { input(8x8x1) -> conv(4, 11x11, pad=0<|>) }')).toContain(
      'the window does not fit',
    );
  });

  it('escapes what a file could smuggle into the markdown', async () => {
    const hover = await hoverAt('INP<|>UT(8x8x1) -> FC(10)', '%5Bclick%5D(http:%2F%2Fexample.org)%3Cb%3E|x.cnn');
    expect(hover).not.toMatch(/[^\\]\[click/);
    expect(hover).not.toMatch(/[^\\]<b/);
  });
});

describe('inlay hints', () => {
  it('stand where the shape or the field changes', async () => {
    expect(await hintsOf(lenet5)).toBe(`network LeNet5 {
  input(28x28x1)
  -> conv(6, 5x5)⟨28x28x6 · rf 5⟩         -> relu -> maxpool(2)⟨14x14x6 · rf 6⟩
  -> conv(16, 5x5, pad=0)⟨10x10x16 · rf 14⟩ -> relu -> maxpool(2)⟨5x5x16 · rf 16⟩
  -> fc(120)⟨120⟩ -> relu -> fc(84)⟨84⟩ -> relu -> fc(10)⟨10⟩
}
train LeNet5 {
  data      = digits
  optimizer = sgd(lr=0.05, momentum=0.9)
  batch     = 64
  epochs    = 2
}
`);
  });

  it('show first and last where the instances of a repeat differ', async () => {
    expect(await hintsOf(textbookPattern)).toBe(
      'INPUT(32x32x3) -> [CONV(32)⟨32x32x32 … 8x8x32 · rf 3 … 24⟩ -> RELU -> CONV(32)⟨32x32x32 … 8x8x32 · rf 5 … 32⟩' +
        ' -> RELU -> POOL⟨16x16x32 … 4x4x32 · rf 6 … 36⟩]*3 -> [FC(256)⟨256⟩ -> RELU]*2 -> FC(10)⟨10⟩\n',
    );
  });

  it('write a rectangular field as rows x columns', async () => {
    expect(await hintsOf('network A { input(9x9x1) -> conv(2, 1x7) -> conv(2, 3x1) }')).toBe(
      'network A { input(9x9x1) -> conv(2, 1x7)⟨9x9x2 · rf 1x7⟩ -> conv(2, 3x1)⟨9x9x2 · rf 3x7⟩ }',
    );
  });

  it('follow the settings', async () => {
    const text = 'network A { input(9x9x1) -> conv(2) -> relu -> fc(3) }';
    await session.configure({ inlayHints: { shape: true, receptiveField: false } });
    await expect.poll(() => hintsOf(text)).toBe('network A { input(9x9x1) -> conv(2)⟨9x9x2⟩ -> relu -> fc(3)⟨3⟩ }');
    await session.configure({ inlayHints: { shape: false, receptiveField: true } });
    await expect.poll(() => hintsOf(text)).toBe('network A { input(9x9x1) -> conv(2)⟨rf 3⟩ -> relu -> fc(3) }');
    await session.configure({ inlayHints: { shape: 'yes' } });
    await expect.poll(() => hintsOf(text)).toContain('⟨9x9x2 · rf 3⟩');
  });

  it('have the hover as their tooltip', async () => {
    const uri = await open(lenet5);
    const [first] = (await session.inlayHints(uri))!;
    expect(first.tooltip).toBeUndefined();
    const resolved = await session.resolveHint(first);
    const hover = await session.hover(uri, { line: 2, character: 6 });
    expect(resolved.tooltip).toEqual(hover?.contents);
  });
});

describe('training', () => {
  it('is offered over each train statement', async () => {
    const uri = await open(lenet5);
    const start = { line: 6, character: 6 };
    expect(await session.codeLenses(uri)).toMatchObject([
      { range: { start }, command: { title: '▶ Train', command: 'cnn.train', arguments: [uri, start] } },
    ]);
  });

  it('gets the network at a place, its job, and the bytes its step will take', async () => {
    const uri = await open(`${lenet5}\nnetwork Other { input(28x28x1) -> fc(10) }\n`);
    const inJob = await session.compile(uri, { line: 8, character: 4 });
    if (inJob.kind !== 'ready') throw new Error(JSON.stringify(inJob));
    const { graph, job, trainingBytes } = inJob;
    expect(graph.layers).toHaveLength(12);
    expect(job).toEqual({
      network: 'LeNet5',
      data: 'digits',
      optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: false, weightDecay: 0 },
      batch: 64,
      epochs: 2,
      seed: 1,
    });
    expect(trainingBytes).toBe(memoryOf(graph, job).training);
    expect(trainingBytes).toBeGreaterThan(4 * 61_706 * 3);
    const other = await session.compile(uri, { line: 13, character: 10 });
    expect(other).toMatchObject({ kind: 'ready', graph: { name: 'Other' }, job: { network: 'Other', batch: 64 } });
  });

  it('compiles the text as it is, not as it was', async () => {
    const uri = await open('network A { input(28x28x1) -> fc(10) }');
    await session.write(uri, 'network B { input(28x28x1) -> fc(10) }');
    expect(await session.compile(uri, { line: 0, character: 0 })).toMatchObject({
      kind: 'ready',
      graph: { name: 'B' },
    });
  });

  it('gets the errors of the file instead, each with its line', async () => {
    const uri = await open('network A {\n  input(28x28x1)\n  -> cov(4)\n  -> fc(10, 20, 30)\n}');
    const result = await session.compile(uri, { line: 0, character: 0 });
    if (result.kind !== 'errors') throw new Error('there are errors in this file');
    expect(result.errors.map(({ line }) => line)).toEqual([2, 3, 3]);
    expect(result.errors[0].message).toContain('`cov`');
  });

  it('says what is missing', async () => {
    const reason = async (uri: string) => {
      const result = await session.compile(uri, { line: 0, character: 0 });
      return result.kind === 'errors' ? result.errors[0].message : '';
    };
    expect(await reason(await open('// nothing here'))).toContain('no network');
    expect(await reason('file:///workspace/never-opened.cnn')).toContain('not open');
    expect(await session.request('receptive/compile', { uri: 7 })).toMatchObject({ kind: 'errors' });
    expect(
      await session.request('receptive/compile', { uri: 'a', position: { line: -1, character: 0 } }),
    ).toMatchObject({
      kind: 'errors',
    });
  });
});

describe('bad input is answered in time, and the next good edit is read afresh', () => {
  const good = 'network Good { input(8x8x1) -> fc(10) }';
  const inNetwork = (layers: string) => `network A { input(28x28x1) -> ${layers} }`;
  /** With the place of the first error. */
  const cases: [name: string, text: string, place: [line: number, character: number]][] = [
    ['an empty file', '', [0, 0]],
    ['a binary file', String.fromCharCode(...Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)), [0, 0]],
    ['half a line', 'network A {\n  input(28x28x1) -> conv(', [1, 24]],
    ['1 MB of (', '('.repeat(1 << 20), [0, 50]],
    ['5,000 nested [', inNetwork('['.repeat(5000)), [0, 79]],
    ['a billion layers', inNetwork('[conv(1)]*1000000000'), [0, 40]],
    ['sizes of 0', 'network A { input(0x28x1) -> fc(10) }', [0, 18]],
    ['no filters', inNetwork('conv(0)'), [0, 35]],
    ['sizes of 1e9', 'network A { input(1000000000x28x1) -> fc(10) }', [0, 18]],
    ['a billion filters', inNetwork('conv(1000000000)'), [0, 35]],
    ['an unknown layer', inNetwork('capsule(3)'), [0, 30]],
  ];

  it.each(cases)('%s', async (_, text, place) => {
    const uri = await open(text);
    const errors = (await session.diagnostics(uri)).filter(({ severity }) => severity === DiagnosticSeverity.Error);
    const first = errors[0]?.range.start;
    expect(first && [first.line, first.character]).toEqual(place);
    await session.hover(uri, { line: 0, character: 20 });
    await session.inlayHints(uri);
    await session.codeLenses(uri);
    const compiled = await session.compile(uri, { line: 0, character: 0 });
    expect(compiled.kind).toBe('errors');
    await session.write(uri, good);
    expect(await session.diagnostics(uri)).toEqual([]);
    expect(await session.compile(uri, { line: 0, character: 0 })).toMatchObject({ graph: { name: 'Good' } });
    expect(server.process.exitCode).toBeNull();
  });

  it('and requests that make no sense leave it alive', async () => {
    expect(await session.request('textDocument/hover', { textDocument: {} })).toBeNull();
    await expect(session.request('textDocument/hover', null)).rejects.toThrow();
    await expect(session.request('no/such/method', {})).rejects.toThrow();
    expect(await session.diagnostics(await open(good))).toEqual([]);
  });
});
