// The real server while it plans the memory of a large network: it answers meanwhile, and an edit ends what is stale.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { LSPErrorCodes } from 'vscode-languageserver/node';
import { lenet5 } from './support/networks.js';
import { type RunningServer, startServer } from './support/running-server.js';

let server: RunningServer;
let session: RunningServer['session'];

beforeAll(async () => {
  server = await startServer();
  ({ session } = server);
  // The first answer to the server's request for settings refreshes the hints, too.
  await vi.waitUntil(() => session.hintRefreshes === 1, 60_000);
}, 60_000);

afterAll(() => server.stop());

/** Planned for hundreds of slices. */
const large = 'network Large { input(8x8x2) -> [conv(2) -> relu]*1500 -> fc(2) }\ntrain Large { batch = 64 }\n';
const name = { line: 0, character: 10 };

async function hover(uri: string): Promise<string> {
  return ((await session.hover(uri, name)) as { contents: { value: string } }).contents.value;
}

it('a hover says that figures are being computed, and the hints are refreshed when they are there', async () => {
  const uri = await server.open(large);
  expect(await hover(uri)).toContain('| memory | being computed');
  expect(session.hintRefreshes).toBe(1);
  await expect.poll(() => session.hintRefreshes, { timeout: 60_000 }).toBe(2);
  expect(await hover(uri)).toMatch(/\| training \| .* with batch 64/);
}, 60_000);

it('other requests are answered, and an edit ends those about the text before it', async () => {
  const other = await server.open(lenet5);
  await session.configure({ memoryBudget: 0.001 });
  const uri = await server.open(large);
  const params = { textDocument: { uri }, range: { start: name, end: { line: 1, character: 20 } } };
  const answered: string[] = [];
  const stale = session
    .request('textDocument/codeAction', { ...params, context: { diagnostics: [] } })
    .catch(({ code }) => answered.push(`stale ${code}`));
  expect(await session.hover(other, { line: 2, character: 10 })).not.toBeNull();
  answered.push('other');
  await session.write(uri, lenet5);
  await stale;
  expect(answered).toEqual(['other', `stale ${LSPErrorCodes.ContentModified}`]);
}, 60_000);
