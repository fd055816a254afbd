// Memory is planned for the adapter last seen, which the client reports when the server starts or while it runs.
import { afterEach, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { formatBytes } from '../../../model/index.js';
import type { LastAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import { planTraining } from '../../support/gpu-planning.js';
import { differentAdapter, softwareAdapter } from '../support/adapters.js';
import { cifarSmall } from '../support/networks.js';
import { type RunningServer, startServer } from '../support/running-server.js';

const unknown = 'an unknown GPU (conservative defaults)';

const { networks, jobs } = parseCnn(cifarSmall, 'cifar.cnn');
const bytesOn = (adapter?: LastAdapter) =>
  formatBytes(planTraining(networks[0].graph, { ...jobs[0].job!, adapter: adapter?.profile }).plan.bytes);

const nameInJob = { line: 6, character: 8 };
const layer = { line: 2, character: 8 };

let server: RunningServer;
afterEach(() => server.stop());

async function hover(uri: string, position = nameInJob): Promise<string> {
  return ((await server.session.hover(uri, position)) as { contents: { value: string } }).contents.value;
}

it('refreshes its figures when another adapter is seen, and says which it is', async () => {
  server = await startServer();
  const { session, open } = server;
  // The first answer to the server's request for settings refreshes everything too, and is not counted here.
  await expect.poll(() => session.hintRefreshes).toBe(1);
  const uri = await open(cifarSmall);
  await session.diagnostics(uri);
  const before = await hover(uri);
  expect(before).toContain(`${bytesOn()} with batch 32`);
  expect(before).toContain(`| planned for | ${unknown} |`);

  expect(bytesOn(softwareAdapter)).not.toBe(bytesOn());
  const published = session.published.length;
  const refreshed = session.hintRefreshes;
  await session.adapterSeen(softwareAdapter);
  const after = await hover(uri);
  expect(after).toContain(`${bytesOn(softwareAdapter)} with batch 32`);
  expect(after).toMatch(/\| planned for \| google swiftshader .*, the adapter last seen \|/);
  expect(await hover(uri, layer)).toContain(
    `the whole step takes ${bytesOn(softwareAdapter)}, planned for google swiftshader`,
  );
  const compiled = await session.compile(uri, nameInJob);
  if (compiled.kind !== 'ready') throw new Error('no network');
  expect(formatBytes(compiled.trainingBytes)).toBe(bytesOn(softwareAdapter));
  await expect.poll(() => [session.published.length, session.hintRefreshes]).toEqual([published + 1, refreshed + 1]);

  // Neither the same adapter again nor what is no adapter changes anything.
  await session.adapterSeen(softwareAdapter);
  for (const wrong of [
    {},
    { name: '', profile: softwareAdapter.profile },
    { name: 'x', profile: { software: 1 } },
    [],
  ]) {
    await session.adapterSeen(wrong);
  }
  expect(await hover(uri)).toBe(after);
  expect(session.hintRefreshes).toBe(refreshed + 1);

  await session.adapterSeen(differentAdapter);
  expect(await hover(uri)).toContain(`${bytesOn(differentAdapter)} with batch 32`);
});

it('begins with the one that the client has stored', async () => {
  server = await startServer({ adapter: softwareAdapter });
  expect(await hover(await server.open(cifarSmall))).toContain(`${bytesOn(softwareAdapter)} with batch 32`);
});

it.each([null, 7, { adapter: { name: 'x' } }])('begins with none where it is given %j', async (options) => {
  server = await startServer(options);
  expect(await hover(await server.open(cifarSmall))).toContain(`| planned for | ${unknown} |`);
});
