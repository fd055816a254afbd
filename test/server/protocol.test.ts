// The real server, started over stdio as an editor starts it: every method once, and what only the protocol shows. What
// each feature answers is tested in features/.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeLens, InlayHint, Location } from 'vscode-languageserver/node';
import { features } from '../../server/features/index.js';
import { lenet5 } from './support/networks.js';
import { type RunningServer, startServer } from './support/running-server.js';

let server: RunningServer;
let session: RunningServer['session'];
let open: RunningServer['open'];

beforeAll(async () => {
  server = await startServer();
  ({ session, open } = server);
}, 60_000);

afterAll(() => server.stop());

describe('the start', () => {
  it('says what it can do', () => {
    expect(server.initialized.capabilities).toEqual({
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['(', '>', '='] },
      signatureHelpProvider: { triggerCharacters: ['(', ','] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: { label: 'Networks' },
      documentLinkProvider: {},
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      workspaceSymbolProvider: true,
      semanticTokensProvider: { legend: expect.any(Object), full: true, range: true },
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}' },
      workspace: { textDocumentContent: { schemes: ['cnn-builtins'] } },
      inlayHintProvider: { resolveProvider: true },
      codeLensProvider: {},
      codeActionProvider: { codeActionKinds: ['quickfix'] },
    });
  });
});

it('does not start for a client of another version', async () => {
  await expect(startServer({ protocol: 3 })).rejects.toThrow('reload the window');
});

describe('every method is answered', () => {
  const text = lenet5.replace('relu -> fc(10)', 'relux -> fc(10)');
  const inCall = { line: 2, character: 10 };
  const whole = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
  const position = { position: inCall };
  const cases: Record<string, [params: object, answer: unknown]> = {
    'textDocument/hover': [position, { contents: { value: expect.stringContaining('CONV5-6: [28x28x6]') } }],
    'textDocument/completion': [position, expect.any(Array)],
    'textDocument/signatureHelp': [position, { signatures: [{ label: expect.stringMatching(/^conv\(/) }] }],
    'textDocument/definition': [
      { position: { line: 6, character: 8 } },
      { range: { start: { line: 0, character: 8 } } },
    ],
    'textDocument/references': [
      { position: { line: 0, character: 8 }, context: { includeDeclaration: false } },
      [{ range: { start: { line: 6, character: 6 } } }],
    ],
    'textDocument/documentHighlight': [{ position: { line: 0, character: 8 } }, [{ kind: 3 }, { kind: 2 }]],
    'textDocument/prepareRename': [{ position: { line: 0, character: 8 } }, { placeholder: 'LeNet5' }],
    'textDocument/rename': [{ position: { line: 0, character: 8 }, newName: 'Net' }, { changes: expect.any(Object) }],
    'textDocument/documentSymbol': [{}, [{ name: 'LeNet5' }, { name: 'train LeNet5' }]],
    'textDocument/documentLink': [{}, []],
    'textDocument/foldingRange': [{}, expect.arrayContaining([{ startLine: 0, endLine: 4 }])],
    'textDocument/selectionRange': [{ positions: [inCall] }, [{ parent: expect.any(Object) }]],
    'workspace/symbol': [{ query: 'lnt' }, expect.arrayContaining([expect.objectContaining({ name: 'LeNet5' })])],
    'textDocument/semanticTokens/full': [{}, { data: expect.any(Array) }],
    'textDocument/semanticTokens/range': [{ range: whole }, { data: expect.any(Array) }],
    'textDocument/formatting': [{ options: {} }, []],
    'textDocument/rangeFormatting': [{ range: whole, options: {} }, []],
    'textDocument/onTypeFormatting': [{ ...position, ch: '}', options: {} }, []],
    'workspace/textDocumentContent': [
      { uri: 'cnn-builtins:/builtins.cnn' },
      { text: expect.stringContaining('builtin layer conv') },
    ],
    'textDocument/inlayHint': [
      { range: whole },
      expect.arrayContaining([expect.objectContaining({ label: '28x28x6 · rf 5' })]),
    ],
    'inlayHint/resolve': [
      { position: { line: 2, character: 17 }, label: '' },
      { tooltip: { value: expect.stringContaining('CONV5-6: [28x28x6]') } },
    ],
    'textDocument/codeLens': [{}, [{ command: { command: 'cnn.train' } }]],
    'textDocument/codeAction': [
      { range: whole, context: { diagnostics: [] } },
      [{ title: expect.stringContaining('relu'), kind: 'quickfix' }],
    ],
    'receptive/networkAt': [position, { name: 'LeNet5', sound: false }],
    'receptive/compile': [position, { kind: 'errors', errors: [{ line: 4 }] }],
  };

  it.each(Object.entries(cases))('%s', async (method, [params, answer]) => {
    const uri = await open(text);
    const document = { textDocument: { uri }, uri, data: uri };
    expect(await session.request(method, { ...document, ...params })).toMatchObject(answer as object);
  });

  it('and no method is left out here', () => {
    expect(Object.keys(cases).sort()).toEqual(features.map(({ method }) => method).sort());
  });

  it('with null about a document that is not open, or with a reason', async () => {
    const textDocument = { uri: 'file:///workspace/never-opened.cnn' };
    expect(await session.request('textDocument/hover', { textDocument, ...position })).toBeNull();
    const compiled = await session.compile(textDocument.uri, inCall);
    expect(compiled).toMatchObject({ kind: 'errors', errors: [{ message: expect.stringContaining('not open') }] });
    expect(await session.request('receptive/compile', { uri: 7 })).toMatchObject({ kind: 'errors' });
  });
});

describe('diagnostics', () => {
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

  it('wait for a pause, so that a half-typed word is not called an error', async () => {
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

  it('are hints where they are advice, which the settings switch off', async () => {
    const uri = await open('network A { input(28x28x1) -> conv(16) -> bn -> relu -> fc(10) }');
    const [advice] = await session.diagnostics(uri);
    expect(advice).toMatchObject({ code: 'bias-before-bn', severity: 3 });
    const newest = () => session.published.findLast((params) => params.uri === uri)?.diagnostics;
    await session.configure({ advice: { disabled: ['bias-before-bn', 7] } });
    await expect.poll(newest).toEqual([]);
    expect(await session.codeActions(uri, advice)).toEqual([]);
    await session.configure({ advice: { disabled: 'bias-before-bn' } });
    await expect.poll(newest).toHaveLength(1);
  });

  it('follow the memory budget of the settings', async () => {
    const uri = await open(
      'network Wide { input(28x28x1) -> [conv(256) -> relu]*4 -> fc(10) }\ntrain Wide { batch = 4000 }\n',
    );
    const warning = () =>
      session.published
        .findLast((params) => params.uri === uri)
        ?.diagnostics.find(({ code }) => code === 'over-memory-budget')?.message;
    await expect.poll(warning).toContain('batch=');
    await session.configure({ memoryBudget: 1000 });
    await expect.poll(warning).toBeUndefined();
    await session.configure({ memoryBudget: 0.001 });
    await expect.poll(warning).toContain('not even one image fits');
    await session.configure({});
  });
});

describe('answers are about the text as it is', () => {
  it('where a network is compiled', async () => {
    const uri = await open('network A { input(28x28x1) -> fc(10) }');
    await session.write(uri, 'network B { input(28x28x1) -> fc(10) }');
    expect(await session.compile(uri, { line: 0, character: 0 })).toMatchObject({
      kind: 'ready',
      graph: { name: 'B' },
    });
  });

  it('where a lens is shown', async () => {
    const uri = await open(lenet5);
    await session.write(uri, `\n${lenet5}`);
    const [lens] = (await session.codeLenses(uri)) as CodeLens[];
    expect(lens.command?.arguments).toEqual([uri, { line: 7, character: 6 }]);
  });
});

it('hints follow the settings', async () => {
  const uri = await open('network A { input(9x9x1) -> conv(2) -> relu -> fc(3) }');
  const labels = async () => ((await session.inlayHints(uri)) as InlayHint[]).map(({ label }) => label);
  await session.configure({ inlayHints: { shape: true, receptiveField: false } });
  await expect.poll(labels).toEqual(['9x9x2', '3']);
  await session.configure({ inlayHints: { shape: false, receptiveField: false, padding: true } });
  await expect.poll(labels).toEqual([', pad=1']);
  await session.configure({ inlayHints: { shape: 'yes' } });
  await expect.poll(labels).toEqual(['9x9x2 · rf 3', '3']);
});

it("shows the language's own declarations without checking them", async () => {
  const uri = await open(lenet5);
  const definition = { textDocument: { uri }, position: { line: 4, character: 6 } };
  const found = await session.request<Location>('textDocument/definition', definition);
  const content = await session.request<{ text: string }>('workspace/textDocumentContent', { uri: found.uri });
  await session.write(found.uri, content.text);
  expect(await session.hover(found.uri, { line: 0, character: 0 })).toBeNull();
  expect(session.published.filter((params) => params.uri === found.uri)).toEqual([]);
});
