// A network and the blocks it imports, in two files: edits and saves of the one are seen in the other.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../support/running-server.js';
import type { Session } from '../support/session.js';

let server: RunningServer;
let session: Session;
let folder: string;
let files = 0;

beforeAll(async () => {
  server = await startServer();
  session = server.session;
}, 60_000);

afterAll(() => server.stop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'receptive-'));
  return () => rm(folder, { recursive: true });
});

const unit = '// A unit\nblock Unit(n, act=relu) { conv(n) -> act }\n';
const network = (name: string) => `import "${name}"\nnetwork A { input(8x8x1) -> Unit(4) -> fc(10) }\n`;

function uriOf(name: string): string {
  return pathToFileURL(join(folder, name)).href;
}

/** Opens a network that imports `unit` files of this test's own. */
async function openNetwork(imported: string): Promise<string> {
  const uri = uriOf(`network${++files}.cnn`);
  await session.write(uri, network(imported));
  return uri;
}

const messages = (uri: string) =>
  session.published.findLast((params) => params.uri === uri)?.diagnostics.map(({ message }) => message);

it('reads a saved file, and again when it changes', async () => {
  const uri = await openNetwork('unit.cnn');
  expect((await session.diagnostics(uri))[0]).toMatchObject({
    code: 'import-not-found',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 17 } },
  });
  await writeFile(join(folder, 'unit.cnn'), unit);
  await session.filesChanged(uriOf('unit.cnn'));
  await expect.poll(() => messages(uri)).toEqual([]);
  await writeFile(join(folder, 'unit.cnn'), unit.replace('conv(n)', 'conv(n, 11x11, pad=0)'));
  await session.filesChanged(uriOf('unit.cnn'));
  await expect.poll(() => messages(uri)?.[0]).toContain('unit.cnn, line 2: a 11x11 window does not fit');
});

it('takes an open file as the editor has it, and as it is saved once it is closed', async () => {
  await writeFile(join(folder, 'unit.cnn'), unit);
  const uri = await openNetwork('unit.cnn');
  expect(await session.diagnostics(uri)).toEqual([]);
  const block = uriOf('unit.cnn');
  await session.write(block, unit.replace('Unit', 'Other'));
  await expect.poll(() => messages(uri)?.[0]).toContain('nothing is called `Unit` here');
  await session.write(block, unit.replace('conv(n)', 'conv(2*n)'));
  await expect.poll(() => messages(uri)).toEqual([]);
  const compiled = await session.compile(uri, { line: 1, character: 0 });
  expect(compiled).toMatchObject({ kind: 'ready', graph: { layers: [{}, { output: { channels: 8 } }, {}, {}] } });
  await session.close(block);
  await expect
    .poll(() => session.compile(uri, { line: 1, character: 0 }))
    .toMatchObject({ kind: 'ready', graph: { layers: [{}, { output: { channels: 4 } }, {}, {}] } });
});
