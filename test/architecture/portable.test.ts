// No file names one machine's folders or one network's hosts: a clone works anywhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, ROOT } from './source-files.js';

/** Joined from parts, so that this file does not contain what it forbids. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['a home folder', new RegExp(`(?<![\\w.])/(home|Users)/[a-z]|/${'root'}/|[A-Z]:\\\\${'Users'}`)],
  ['this checkout', new RegExp(`${ROOT.replace(/\/$/, '').replace(/[\\/.]/g, '\\$&')}(?![\\w-])`)],
  ['where a package was downloaded from', new RegExp(`"${'resolved'}": "https?:`)],
  ['a package registry', new RegExp(`${'registry'}\\.[a-z-]+\\.[a-z]+|_${'auth'}(Token)?=`, 'i')],
];

const endings =
  'ts|mjs|js|json|jsonc|md|cnn|langium|ya?ml|html|css|svg|txt|tsv|npmrc|gitignore|vscodeignore|editorconfig';
const TEXT = new RegExp(`\\.(${endings})$|(^|/)[^.]*$`);

test('no file names a machine or a registry', () => {
  const texts = projectFiles().filter((path) => TEXT.test(path));
  expect(texts).toContain('package-lock.json');
  const found = texts.flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path}: ${what}`);
  });
  expect(found).toEqual([]);
});
