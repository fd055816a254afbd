// The tuning cache of `cnn train`: it only saves time, so no error in it or about it may end a training.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cachedChoices, choicesFile, storeCachedChoices } from '../../../cli/train/tuning-cache.js';
import packageJson from '../../../package.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'receptive-choices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('is kept by adapter, in a folder that is made', () => {
  const file = join(folder, 'new', 'kernels.json');
  expect(cachedChoices('one', file)).toBeUndefined();
  storeCachedChoices('one', { a: 'registers' }, file);
  storeCachedChoices('two', { a: 'blocks-64x64' }, file);
  storeCachedChoices('one', { a: 'registers', b: 'registers-4' }, file);
  expect(cachedChoices('one', file)).toEqual({ a: 'registers', b: 'registers-4' });
  expect(cachedChoices('two', file)).toEqual({ a: 'blocks-64x64' });
  expect(cachedChoices('constructor', file)).toBeUndefined();
  expect(readdirSync(join(folder, 'new'))).toEqual(['kernels.json']);
});

test.each(['', '{', '[]', '{"one": {"a": 3}}', 'null'])(
  'a broken file, %j, is as if it were not there, and is mended',
  (text) => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, text);
    expect(cachedChoices('one', file)).toBeUndefined();
    storeCachedChoices('one', { a: 'registers' }, file);
    expect(cachedChoices('one', file)).toEqual({ a: 'registers' });
  },
);

test('a place that cannot be written is no error', () => {
  const file = join(folder, 'taken');
  mkdirSync(file);
  storeCachedChoices('one', { a: 'registers' }, file);
  expect(cachedChoices('one', file)).toBeUndefined();
});

test("belongs to this version, in the user's cache", () => {
  expect(choicesFile()).toMatch(/receptive.kernels-/);
  expect(choicesFile()).toContain(packageJson.version);
});
