// Comments with a meaning: `// cnn: allow CODE`, and a `//` that was meant as a division.
import { splitLines } from '../text/lines.js';
import type { Range } from '../text/range.js';

export interface Allowance {
  readonly code: string;
  readonly range: Range;
}

const allowing = /\/\/[ \t]*cnn:[ \t]*allow\b([\w \t,-]*)/g;

/** Every code that a file allows, with its range. */
export function readAllowances(text: string): Allowance[] {
  if (!text.includes('cnn:')) return [];
  return splitLines(text).flatMap((line, number) =>
    [...line.matchAll(allowing)].flatMap((comment) => {
      const from = comment.index + comment[0].length - comment[1].length;
      return [...comment[1].matchAll(/[\w-]+/g)].map(({ 0: code, index }) => ({
        code,
        range: {
          start: { line: number, character: from + index },
          end: { line: number, character: from + index + code.length },
        },
      }));
    }),
  );
}

/** Strings and comments, which hold no bracket, and brackets. */
const tokenPattern = /"[^"\r\n]*"|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*|[()[\]{}]/g;

/** An operand before the comment, and one at its start: `channels//2, 1x1)`. */
const dividend = /[\w)\]][ \t]*$/;
const divisor = /^\/\/[ \t]*(\d[\w.]*[ \t]*([,)\]*+-]|$)|[A-Za-z_]\w*[ \t]*\)[^(]*$)/;

/** Characters before a `//` that are looked at: a division is written on one line. */
const longestLine = 1000;

/** A cheap test for the few files that may hold a division, before brackets are counted. */
const suspicious = /[\w)\]][ \t]*\/\/[ \t]*\w/;

/** The offset of every `//` in parentheses that looks like a division. */
export function findDivisions(text: string): number[] {
  if (!suspicious.test(text)) return [];
  const found: number[] = [];
  const open: string[] = [];
  for (const { 0: step, index } of text.matchAll(tokenPattern)) {
    if (step.startsWith('//')) {
      const line = splitLines(text.slice(Math.max(0, index - longestLine), index)).at(-1)!;
      if (open.at(-1) === '(' && dividend.test(line) && divisor.test(step)) found.push(index);
    } else if ('([{'.includes(step)) open.push(step);
    else if (')]}'.includes(step)) open.pop();
  }
  return found;
}
