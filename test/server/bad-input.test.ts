// Whatever a file contains, the server answers in time and stays alive.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import { type RunningServer, startServer } from './support/running-server.js';

let server: RunningServer;
let session: RunningServer['session'];
let open: RunningServer['open'];

beforeAll(async () => {
  server = await startServer();
  ({ session, open } = server);
}, 60_000);

afterAll(() => server.stop());

describe('bad input is answered in time, and leaves nothing behind for the next good edit', () => {
  const good = 'network Good { input(8x8x1) -> fc(10) }';
  const inNetwork = (layers: string) => `network A { input(28x28x1) -> ${layers} }`;
  /** With the position of the first error. */
  const cases: [name: string, text: string, position: [line: number, character: number]][] = [
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

  it.each(cases)('%s', async (_, text, position) => {
    const uri = await open(text);
    const errors = (await session.diagnostics(uri)).filter(({ severity }) => severity === DiagnosticSeverity.Error);
    const first = errors[0]?.range.start;
    expect(first && [first.line, first.character]).toEqual(position);
    await session.hover(uri, { line: 0, character: 20 });
    await session.inlayHints(uri);
    await session.codeLenses(uri);
    const compiled = await session.compile(uri, { line: 0, character: 0 });
    expect(compiled.kind).toBe('errors');
    await session.write(uri, good);
    expect(await session.diagnostics(uri)).toEqual([]);
    expect(await session.compile(uri, { line: 0, character: 0 })).toMatchObject({ graph: { name: 'Good' } });
    expect(server.isAlive()).toBe(true);
  });

  it('and requests that make no sense leave it alive', async () => {
    expect(await session.request('textDocument/hover', { textDocument: {} })).toBeNull();
    await expect(session.request('textDocument/hover', null)).rejects.toThrow();
    await expect(session.request('no/such/method', {})).rejects.toThrow();
    expect(await session.diagnostics(await open(good))).toEqual([]);
  });
});
