// `cnn summary --adapter last` plans memory for the adapter of the last `cnn train`; without the option the figures are
// the same on every machine.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadLastAdapter, storeLastAdapter } from '../../../cli/train/last-adapter.js';
import { parseCnn } from '../../../language/index.js';
import { formatBytes } from '../../../model/index.js';
import type { LastAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import { cifarSmall } from '../../server/support/networks.js';
import { memoryOf } from '../../support/gpu-planning.js';
import { cnn } from '../command.js';

const folder = mkdtempSync(join(tmpdir(), 'receptive-adapter-'));
// The commands inherit this environment.
process.env.XDG_CACHE_HOME = folder;
afterAll(() => rm(folder, { recursive: true }));

const file = join(folder, 'cifar.cnn');
writeFileSync(file, cifarSmall);
const { networks, jobs } = parseCnn(cifarSmall, 'cifar');
const memoryOn = (adapter?: LastAdapter) => memoryOf(networks[0].graph, { ...jobs[0].job!, adapter: adapter?.profile });
const seen: LastAdapter = {
  name: 'google swiftshader (in software)',
  profile: { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 },
};

async function jsonOf(...args: string[]) {
  const { stdout } = await cnn('summary', file, '--json', ...args);
  return JSON.parse(stdout).networks[0].memory;
}

it('is unknown before the first training', async () => {
  expect(loadLastAdapter()).toBeUndefined();
  const { code, stderr } = await cnn('summary', file, '--adapter', 'last');
  expect(stderr).toMatch(/^cnn: No adapter is known yet: /);
  expect(code).toBe(2);
});

it('is used with --adapter last only', async () => {
  storeLastAdapter(seen);
  expect(loadLastAdapter()).toEqual(seen);
  expect(memoryOn(seen).training).not.toBe(memoryOn().training);
  expect(await jsonOf()).toMatchObject({ training: memoryOn().training, adapter: null });
  expect(await jsonOf('--adapter', 'last')).toMatchObject({ training: memoryOn(seen).training, adapter: seen.name });
});

it('is named in the table', async () => {
  storeLastAdapter(seen);
  const usual = await cnn('summary', file);
  expect(usual.stdout).toContain('  planned for an unknown GPU (conservative defaults)\n');
  const { stdout } = await cnn('summary', file, '--adapter', 'last');
  expect(stdout).toContain(`  training    ${formatBytes(memoryOn(seen).training)}`);
  expect(stdout).toContain(`  planned for ${seen.name}, the adapter last seen\n`);
});
