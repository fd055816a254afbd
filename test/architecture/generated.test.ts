// The parser's generated files are committed, so that a build needs no generator; compares them with the grammar.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from './source-files.js';

const COMMITTED = join(ROOT, 'language/syntax/generated');
let folder: string;

beforeAll(() => {
  // The generator writes beside its configuration, so it gets a copy of everything it reads.
  folder = mkdtempSync(join(tmpdir(), 'receptive-generated-'));
  mkdirSync(join(folder, 'language/syntax'), { recursive: true });
  for (const file of ['package.json', 'langium-config.json', 'language/syntax/cnn.langium']) {
    cpSync(join(ROOT, file), join(folder, file));
  }
  const shim = join(ROOT, 'language/syntax/group-by-shim.mjs');
  const cli = join(ROOT, 'node_modules/langium-cli/bin/langium.js');
  execFileSync(process.execPath, ['--import', shim, cli, 'generate'], { cwd: folder, stdio: 'pipe' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('language/syntax/generated is what the grammar generates', () => {
  const generated = join(folder, 'language/syntax/generated');
  expect(readdirSync(generated).length).toBeGreaterThan(0);
  expect(readdirSync(COMMITTED).sort()).toEqual(readdirSync(generated).sort());
  for (const name of readdirSync(generated)) {
    expect(readFileSync(join(COMMITTED, name), 'utf8'), name).toBe(readFileSync(join(generated, name), 'utf8'));
  }
});
