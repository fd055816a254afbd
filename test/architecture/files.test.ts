// Habits of the house that a machine can check: a file opens with why it exists, stays small, and is named for what
// it is.
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.js';

const MOST_LINES = 400;
const files = sourceFiles();

test('every file opens with a comment', () => {
  // `#!` and `// @ts-check` speak to machines; what counts comes after them.
  const opening = (text: string) => text.replace(/^#!.*\n/, '').replace(/^\/\/ @ts-check\n/, '');
  expect(files.filter(({ text }) => !/^\s*(\/\/|\/\*)/.test(opening(text))).map(({ path }) => path)).toEqual([]);
});

test(`no file is longer than ${MOST_LINES} lines`, () => {
  const long = files.filter(({ text }) => text.split('\n').length > MOST_LINES);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('no file is named utils, helpers, common or misc', () => {
  const vague = /^(utils?|helpers?|common|misc)\b/;
  expect(files.filter(({ path }) => vague.test(basename(path))).map(({ path }) => path)).toEqual([]);
});
