// Pages in docs/ whose tables are written by a program, between two marks.
import { readFileSync, writeFileSync } from 'node:fs';

const begin = /<!-- begin: .* -->\n/;
const end = '<!-- end -->';

/** Puts `text` between the marks `<!-- begin: ... -->` and `<!-- end -->` of a page; the rest stays. */
export function replaceBetweenMarks(page: URL, text: string): void {
  const old = readFileSync(page, 'utf8');
  const mark = begin.exec(old);
  const to = old.indexOf(end);
  if (!mark || to < mark.index) throw new Error(`${page.pathname} lacks its marks <!-- begin: ... --> and ${end}.`);
  writeFileSync(page, `${old.slice(0, mark.index)}${mark[0]}\n${text}\n${old.slice(to)}`);
}
