// Scripts that Node runs as they are import TypeScript by text (build/sources.mjs): every name must still exist.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { ROOT, sourceFiles } from '../architecture/source-files.js';

const scripts = sourceFiles().filter(
  ({ path, text }) => /^(bench|docs)\/.*\.mjs$/.test(path) && /loadSources\(/.test(text),
);

test.each(scripts)('$path imports what exists', async ({ path }) => {
  const text = readFileSync(new URL(path, `file://${ROOT}`), 'utf8');
  const contents = [...text.matchAll(/\b(?:export|import) [^;'`]*'\.\/[^']+';/g)].map(([line]) => line).join('\n');
  expect(contents).not.toBe('');
  // Rejects when a module or one of its exports is missing.
  await build({
    stdin: { contents, loader: 'ts', resolveDir: ROOT },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    loader: { '.cnn': 'text' },
    logLevel: 'silent',
  });
});
