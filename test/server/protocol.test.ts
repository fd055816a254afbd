// Diagnostics, fixes and training requests as an editor sees them, over the real protocol.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Severity } from '../../language/index.js';
import { memoryOf } from '../../runtime/memory/index.js';
import { plainTerms } from '../support/jobs.js';
import { renderDiagnostics, stripMarkers } from '../support/markers.js';
import { lenet5 } from './networks.js';
import { type RunningServer, startServer } from './running-server.js';

let server: RunningServer;
let session: RunningServer['session'];
let open: RunningServer['open'];

beforeAll(async () => {
  server = await startServer();
  ({ session, open } = server);
}, 60_000);

afterAll(() => server.stop());

const words: Partial<Record<DiagnosticSeverity, Severity>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Hint]: 'advice',
};

function render(text: string, diagnostics: readonly Diagnostic[]): string {
  const shown = diagnostics.map(({ range, severity, message, relatedInformation = [] }) => ({
    range,
    severity: words[severity!]!,
    message: message as string,
    related: relatedInformation.map(({ location, message: note }) => ({ range: location.range, message: note })),
  }));
  return renderDiagnostics(text, shown);
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
//                                ^^^^^^^^^^ note: 7x7 comes from here.
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
    const { graph, job, trainingBytes, lines } = inJob;
    expect(graph.layers).toHaveLength(12);
    // As the text stands: input, then two lines of a convolution, a rectifier and a pooling each, then the rest.
    expect(lines).toEqual([1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4]);
    expect(job).toEqual({
      network: 'LeNet5',
      data: { kind: 'digits' },
      augment: [],
      ...plainTerms,
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
