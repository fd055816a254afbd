// Memory is planned for the adapter that was last seen to train: told when the server starts, or while it runs.
import { afterEach, expect, it } from 'vitest';
import { parseCnn } from '../../language/index.js';
import { formatBytes } from '../../model/index.js';
import type { AdapterProfile } from '../../runtime/backends/webgpu/adapter-profile.js';
import { unknownGpu } from '../../runtime/backends/webgpu/adapter-profile.js';
import type { SeenAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import { halvedBytes, planTraining } from '../../runtime/memory/index.js';
import { cifarSmall } from './networks.js';
import { type RunningServer, startServer } from './running-server.js';

const software: SeenAdapter = {
  name: 'google swiftshader (in software)',
  profile: { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 },
};
/** Where each layer takes the second of its ways. */
const other: SeenAdapter = { name: 'acme card', profile: { ...software.profile, winograd: 0 } };
const unknown = 'an adapter that nothing is known of';

const { networks, jobs } = parseCnn(cifarSmall, 'cifar.cnn');
const bytesOn = (adapter?: SeenAdapter) =>
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
  // The settings that were asked for at first refresh everything too: not what is counted here.
  await expect.poll(() => session.hintRefreshes).toBe(1);
  const uri = await open(cifarSmall);
  await session.diagnostics(uri);
  const before = await hover(uri);
  expect(before).toContain(`${bytesOn()} with batch 32`);
  expect(before).toContain(`| planned for | ${unknown} |`);

  expect(bytesOn(software)).not.toBe(bytesOn());
  const published = session.published.length;
  const refreshed = session.hintRefreshes;
  await session.adapterSeen(software);
  const after = await hover(uri);
  expect(after).toContain(`${bytesOn(software)} with batch 32`);
  expect(after).toMatch(/\| planned for \| google swiftshader .*, the adapter last seen \|/);
  expect(await hover(uri, layer)).toContain(
    `the whole step holds ${bytesOn(software)}, planned for google swiftshader`,
  );
  const compiled = await session.compile(uri, nameInJob);
  if (compiled.kind !== 'ready') throw new Error('no network');
  expect(formatBytes(compiled.trainingBytes)).toBe(bytesOn(software));
  await expect.poll(() => [session.published.length, session.hintRefreshes]).toEqual([published + 1, refreshed + 1]);

  // What it knows already changes nothing, and neither does what is no adapter.
  await session.adapterSeen(software);
  for (const wrong of [{}, { name: '', profile: software.profile }, { name: 'x', profile: { software: 1 } }, []]) {
    await session.adapterSeen(wrong);
  }
  expect(await hover(uri)).toBe(after);
  expect(session.hintRefreshes).toBe(refreshed + 1);

  await session.adapterSeen(other);
  expect(await hover(uri)).toContain(`${bytesOn(other)} with batch 32`);
});

it('says what a step takes in 16 bits, and plans for that where the job asks and the adapter can', async () => {
  const wide: SeenAdapter = { ...other, profile: { ...other.profile, f16: true } };
  const inHalves = cifarSmall.replace('batch', 'storage = f16  batch');
  const row = (text: string) => text.split('\n').find((line) => line.startsWith('| with f16'));
  const [{ graph }, { job }] = [networks[0], jobs[0]];
  const bytes = (adapter: AdapterProfile) => formatBytes(halvedBytes(graph, { ...job!, adapter }));
  server = await startServer();
  const { session, open } = server;
  const uri = await open(cifarSmall);
  expect(row(await hover(uri))).toContain(
    `${bytes(unknownGpu)}, keeping activations in 16 bits, on an adapter that can`,
  );
  await session.adapterSeen(software);
  expect(row(await hover(uri))).toContain('not on this adapter');
  await session.write(uri, inHalves);
  expect(await hover(uri)).toContain(`${bytesOn(software)} with batch 32`);
  await session.adapterSeen(wide);
  expect(bytes(wide.profile)).not.toBe(bytesOn(wide));
  expect(await hover(uri)).toContain(`${bytes(wide.profile)} with batch 32`);
  expect(row(await hover(uri))).toContain(`${bytes(wide.profile)}, keeping activations in 16 bits |`);
});

it('begins with the one that the client kept', async () => {
  server = await startServer({ adapter: software });
  expect(await hover(await server.open(cifarSmall))).toContain(`${bytesOn(software)} with batch 32`);
});

it.each([null, 7, { adapter: { name: 'x' } }])('begins with none where it is given %j', async (options) => {
  server = await startServer(options);
  expect(await hover(await server.open(cifarSmall))).toContain(`| planned for | ${unknown} |`);
});
