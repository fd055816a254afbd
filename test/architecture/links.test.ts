// Links in Markdown pages lead to existing files and headings.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, ROOT } from './source-files.js';

const pages = projectFiles().filter((path) => path.endsWith('.md'));

test.each(pages)('%s has no dead link', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```/gms, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => !/^[a-z]+:/.test(link));
  expect(links.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

test('paths named in pages exist', () => {
  const path =
    /`((?:bench|build|cli|client|docs|examples|export|language|model|runtime|server|syntaxes|test)\/[\w./-]*)`/g;
  const mentions = pages
    .filter((page) => page.startsWith('docs/') || page === 'CONTRIBUTING.md' || page === 'README.md')
    .flatMap((page) => [...readFileSync(join(ROOT, page), 'utf8').matchAll(path)].map(([, name]) => ({ page, name })));
  expect(mentions.filter(({ name }) => !existsSync(join(ROOT, name)))).toEqual([]);
});

function leadsSomewhere(page: string, link: string): boolean {
  const [path, heading] = link.split('#');
  const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || headingsOf(readFileSync(file, 'utf8')).includes(heading);
}

/** The anchors of a page's headings, as GitHub derives them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
