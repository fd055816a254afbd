// Decides whether a clone's command line has to be built before it runs.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuilt } from '../../cli/setup.mjs';

let folder: string;

/** Writes a file of this age, in seconds; its folders are as old. */
function write(path: string, age: number): void {
  const file = join(folder, path);
  const moment = Date.now() / 1000 - age;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  for (let at = file; at !== folder; at = dirname(at)) utimesSync(at, moment, moment);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receptive-setup-'));
  for (const file of ['package.json', 'esbuild.mjs', 'cli/main.ts', 'language/a/b.ts', 'model/c.ts', 'runtime/d.ts'])
    write(file, 100);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a clone without dist/ is not built', async () => {
  expect(await isBuilt(folder)).toBe(false);
});

test('a bundle newer than all sources is built', async () => {
  write('dist/cli.mjs', 50);
  expect(await isBuilt(folder)).toBe(true);
});

test.each(['package.json', 'cli/main.ts', 'language/a/b.ts', 'model/c.ts', 'runtime/new.ts'])(
  'a change of %s requires a build',
  async (file) => {
    write('dist/cli.mjs', 50);
    write(file, 10);
    expect(await isBuilt(folder)).toBe(false);
  },
);

test('an installed package never requires a build', async () => {
  write('dist/cli.mjs', 200);
  rmSync(join(folder, 'esbuild.mjs'));
  expect(await isBuilt(folder)).toBe(true);
});
